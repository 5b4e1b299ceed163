using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Aurix.Platform.Host.Operations;

/// <summary>Numbers in Prometheus' text format 0.0.4. OpenTelemetry's own page exists only as a prerelease.</summary>
internal static partial class PrometheusText
{
    public static string Write(IEnumerable<SeriesFamily> families)
    {
        var text = new StringBuilder();
        foreach (var same in families.Where(family => family.All.Any()).GroupBy(family => NameOf(family), StringComparer.Ordinal))
        {
            var first = same.First();
            text.Append("# HELP ").Append(same.Key).Append(' ').Append((first.Instrument.Description ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(same.Key).Append(' ').Append(first.Kind).Append('\n');
            foreach (var series in same.SelectMany(family => family.All))
            {
                Write(text, same.Key, first.Kind, series);
            }
        }

        return text.ToString();
    }

    /// <summary>The name as OpenTelemetry's rules for Prometheus have it: the unit at the end, and <c>_total</c> for what only grows.</summary>
    public static string NameOf(SeriesFamily family)
    {
        var name = NotInNames().Replace(family.Instrument.Name, "_");
        var unit = family.Instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "", // {things} are words for a reader
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return family.Kind != "counter" || name.EndsWith("_total", StringComparison.Ordinal) ? name : name + "_total";
    }

    private static void Write(StringBuilder text, string name, string kind, Series series)
    {
        var (value, count, upTo) = series.Read();
        if (kind != "histogram")
        {
            Line(text, name, series, bound: null, value);
            return;
        }

        foreach (var (bound, below) in upTo)
        {
            Line(text, name + "_bucket", series, Number(bound), below);
        }

        Line(text, name + "_bucket", series, "+Inf", count);
        Line(text, name + "_sum", series, bound: null, value);
        Line(text, name + "_count", series, bound: null, count);
    }

    private static void Line(StringBuilder text, string name, Series series, string? bound, double value)
    {
        text.Append(name);
        var labels = series.Labels.Select(label => (Name: NotInNames().Replace(label.Key, "_"), Value: Convert.ToString(label.Value, CultureInfo.InvariantCulture) ?? ""));
        var all = bound is null ? labels.ToList() : [.. labels, ("le", bound)];
        if (all.Count > 0)
        {
            text.Append('{').AppendJoin(',', all.Select(label => $"{label.Name}=\"{Escape(label.Value)}\"")).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("[^a-zA-Z0-9_:]")]
    private static partial Regex NotInNames();
}
