using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Gateway;

/// <summary>The module's only settings. Sizes are bytes; names are CouchDB's where it has one.</summary>
internal sealed record GatewayOptions
{
    private static readonly SettingSpec DocumentSpec = new("max_document_size", "Bytes of the largest JSON of one document, attachments left out.", "8000000", SettingKind.Number, 1024, 1L << 30);
    private static readonly SettingSpec RequestSpec = new("max_http_request_size", "Bytes of the largest JSON body, after inflating. It is held in memory.", "100663296", SettingKind.Number, 1024, 2_000_000_000);
    private static readonly SettingSpec MemorySpec = new("max_request_memory", "Bytes that all such bodies may take together. More than max_http_request_size.", "268435456", SettingKind.Number, 2048, 1L << 40);
    private static readonly SettingSpec AttachmentSpec = new("max_attachment_size", "Bytes of the largest attachment, streamed or inline.", "1073741824", SettingKind.Number, 1, 1L << 40);
    private static readonly SettingSpec InlineSpec = new("max_inline_attachment_size", "Bytes of the largest base64 attachment inside JSON. Decoding one costs its size in memory.", "67108864", SettingKind.Number, 1, 1L << 30);
    private static readonly SettingSpec SessionSpec = new("session_timeout", "Seconds that a cookie is good without being used.", "600", SettingKind.Number, 1, 31_536_000);
    private static readonly SettingSpec IterationsSpec = new("pbkdf2_iterations", "Work per password guess, for passwords set from now on. Less and a stolen database is cheaper to search; more and a login takes longer.", "600000", SettingKind.Number, 10_000, 10_000_000);
    private static readonly SettingSpec MirrorTypesSpec = new("mirror_types", "Document types that a local PouchDB sees. Empty: all.", "", SettingKind.List);
    private static readonly SettingSpec MirrorFileSpec = new("mirror_file_size", "Bytes up to which a file is an attachment for a local PouchDB; larger ones are named in its document, and read over HTTP.", "1048576", SettingKind.Number, 0, 1L << 30);
    private static readonly SettingSpec CorsSpec = new("cors", "Origins, such as https://notes.example, whose pages may call with credentials.", "", SettingKind.List);

    /// <summary>What the host knows of them.</summary>
    public static ImmutableArray<SettingSpec> Specs { get; } = [DocumentSpec, RequestSpec, MemorySpec, AttachmentSpec, InlineSpec, SessionSpec, IterationsSpec, CorsSpec, MirrorTypesSpec, MirrorFileSpec];

    /// <summary><c>max_document_size</c>: the largest JSON of one document, attachments left out. Larger answers 413. Default 8 000 000, as CouchDB.</summary>
    public long MaxDocumentSize { get; init; } = 8_000_000;

    /// <summary><c>max_http_request_size</c>: the largest JSON body, after inflating. Default 96 MiB.</summary>
    /// <remarks>It is held in memory, hence not CouchDB's 4 GiB. 64 MiB of attachment are 86 MiB as base64: smaller would refuse what <see cref="MaxInlineAttachmentSize"/> allows.</remarks>
    public long MaxHttpRequestSize { get; init; } = 96L << 20;

    /// <summary><c>max_request_memory</c>: what all such bodies may take together; beyond it 503. Default 256 MiB, and never less than one body.</summary>
    public long MaxRequestMemory { get; init; } = 256L << 20;

    /// <summary><c>max_attachment_size</c>: the largest attachment, streamed or inline. Default 1 GiB, as CouchDB.</summary>
    public long MaxAttachmentSize { get; init; } = 1L << 30;

    /// <summary><c>max_inline_attachment_size</c>: the largest base64 attachment inside JSON; decoding one costs its size in memory. Default 64 MiB.</summary>
    public long MaxInlineAttachmentSize { get; init; } = 64L << 20;

    /// <summary><c>session_timeout</c>, in seconds: how long a cookie is good without being used. Default 600, as CouchDB; 1 to 31 536 000.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>pbkdf2_iterations</c>: work per password guess, for passwords set from now on.</summary>
    /// <remarks>
    /// 600 000 rounds of HMAC-SHA-256 is what OWASP asks for, 140 ms measured on one core of a two-core virtual machine. A sync password is a derived key and would need none of it,
    /// but an administrator's may be a word. Below 10 000 a stolen database would be cheap to search; above 10 000 000 a login takes seconds.
    /// </remarks>
    public int Pbkdf2Iterations { get; init; } = 600_000;

    /// <summary><c>cors</c>: origins, separated by commas or blanks, whose pages may call with credentials. Default none.</summary>
    public IReadOnlySet<string> CorsOrigins { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary><c>mirror_types</c>: the document types that a local PouchDB sees; empty for all. What a PouchDB makes without saying its type gets the first.</summary>
    public ImmutableArray<string> MirrorTypes { get; init; } = [];

    /// <summary><c>mirror_file_size</c>: up to how many bytes a file is an attachment in the mirror. Default 1 MiB: a PouchDB keeps each in memory and in IndexedDB.</summary>
    public long MirrorFileSize { get; init; } = 1 << 20;

    /// <summary>Reads the module's settings.</summary>
    /// <exception cref="UsageException">Some are not understood; the message names all of them at once.</exception>
    public static GatewayOptions Read(IReadOnlyDictionary<string, string> settings)
    {
        var reader = new Reader(settings);
        var options = new GatewayOptions
        {
            MaxDocumentSize = reader.Number(DocumentSpec),
            MaxHttpRequestSize = reader.Number(RequestSpec),
            MaxRequestMemory = reader.Number(MemorySpec),
            MaxAttachmentSize = reader.Number(AttachmentSpec),
            MaxInlineAttachmentSize = reader.Number(InlineSpec),
            SessionTimeout = TimeSpan.FromSeconds(reader.Number(SessionSpec)),
            Pbkdf2Iterations = (int)reader.Number(IterationsSpec),
            CorsOrigins = reader.Origins(CorsSpec.Name),
            MirrorTypes = reader.Types(MirrorTypesSpec.Name),
            MirrorFileSize = reader.Number(MirrorFileSpec),
        };
        if (options.MaxRequestMemory <= options.MaxHttpRequestSize)
        {
            reader.Problems.Add("'max_request_memory' must be larger than 'max_http_request_size', or no large request could ever succeed.");
        }

        return reader.Problems.Count == 0
            ? options
            : throw new UsageException("BadSettings", string.Join(" ", reader.Problems), "Correct the gateway's settings and start again.");
    }

    private sealed class Reader(IReadOnlyDictionary<string, string> settings)
    {
        public List<string> Problems { get; } = [];

        public long Number(SettingSpec spec)
        {
            var text = spec.In(settings)!;
            if (spec.Refuse(text) is null)
            {
                return long.Parse(text, CultureInfo.InvariantCulture);
            }

            Problems.Add($"'{spec.Name}' must be a whole number from {spec.Least} to {spec.Most}.");
            return long.Parse(spec.Default!, CultureInfo.InvariantCulture);
        }

        public ImmutableArray<string> Types(string name)
        {
            ImmutableArray<string> types = [.. settings.GetValueOrDefault(name, "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)];
            Problems.AddRange(types.Where(type => !DocumentType.IsValid(type)).Select(type => $"'{name}' takes document types, not '{type}'."));
            return types;
        }

        public HashSet<string> Origins(string name)
        {
            var origins = new HashSet<string>(StringComparer.Ordinal);
            foreach (var origin in settings.GetValueOrDefault(name, "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
            {
                // "*" would let any page act with the credentials that a browser remembers.
                if (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin)
                {
                    origins.Add(origin);
                }
                else
                {
                    Problems.Add($"'{name}' takes origins such as https://notes.example, not '{origin}'.");
                }
            }

            return origins;
        }
    }
}
