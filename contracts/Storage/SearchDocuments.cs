using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Searches the words of what vault documents show now: every text in their content, and the names of their files.</summary>
/// <remarks>
/// Words are compared without case and accents. <c>word</c>, <c>pref*</c>, <c>"a phrase"</c>, <c>"a phra*"</c>, <c>title:word</c>; words side by side
/// must all occur, <c>OR</c> between them lets either do, <c>-word</c> leaves out what has it.
/// </remarks>
/// <param name="Query">What to look for. <c>UsageException</c> <c>BadQuery</c> when there is nothing in it to look for.</param>
/// <param name="Limit">1 to 200.</param>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record SearchDocuments(string Query, int Limit) : IRequest<SearchPage>
{
    /// <summary>Only documents of this type.</summary>
    public DocumentType? Type { get; init; }

    /// <summary>Which come first.</summary>
    public SearchOrder Order { get; init; }

    /// <summary>Where the page before ended.</summary>
    public PageCursor? After { get; init; }

    /// <summary>What is looked for may be as private as what is found.</summary>
    public override string ToString() => nameof(SearchDocuments);
}

/// <summary>Which hits come first.</summary>
public enum SearchOrder
{
    /// <summary>By how much a document is about the words (BM25), the title counting four times as much as the text.</summary>
    Relevance,

    /// <summary>The last edited first.</summary>
    Newest,
}

/// <summary>A page of hits.</summary>
/// <param name="Hits">In order.</param>
/// <param name="Next">Where to go on; null when there is no more.</param>
public sealed record SearchPage(ImmutableArray<SearchHit> Hits, PageCursor? Next);

/// <summary>A document that was found.</summary>
/// <param name="Document">The document.</param>
/// <param name="Title">Its title; empty when it has none.</param>
/// <param name="Snippet">The piece of its text that has most of the words, some 24 words long.</param>
public sealed record SearchHit(DocumentSummary Document, MarkedText Title, MarkedText Snippet)
{
    /// <summary>The address, not the content.</summary>
    public override string ToString() => Document.Id.ToString();
}

/// <summary>A text and the places in it that were looked for.</summary>
/// <param name="Text">The text, without any marks in it.</param>
/// <param name="Marks">Where and how long, in UTF-16 units, ascending.</param>
public sealed record MarkedText(string Text, ImmutableArray<(int Start, int Length)> Marks)
{
    /// <summary>Nothing.</summary>
    public static MarkedText Empty { get; } = new("", []);
}
