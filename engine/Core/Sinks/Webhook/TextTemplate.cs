using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>A text with places such as <c>{source}</c>; braces around anything but a lower-case word are braces.</summary>
internal sealed partial class TextTemplate
{
    private readonly List<(string Literal, string? Place)> _pieces = [];

    /// <summary>Reads a template that <see cref="Unknown"/> found nothing in.</summary>
    public TextTemplate(string template)
    {
        var at = 0;
        foreach (var match in Place().EnumerateMatches(template))
        {
            _pieces.Add((template[at..match.Index], template.Substring(match.Index + 1, match.Length - 2)));
            at = match.Index + match.Length;
        }

        _pieces.Add((template[at..], null));
    }

    /// <summary>The first place that nothing can be filled into; null when there is none.</summary>
    /// <param name="template">The text.</param>
    /// <param name="known">The names there are.</param>
    public static string? Unknown(string template, IEnumerable<string> known)
        => Place().Matches(template).Select(match => match.Value).FirstOrDefault(place => !known.Contains(place[1..^1]));

    /// <summary>Fills it.</summary>
    /// <param name="valueOf">The value of a place.</param>
    public string Fill(Func<string, string> valueOf)
    {
        var text = new StringBuilder();
        foreach (var (literal, place) in _pieces)
        {
            text.Append(literal);
            if (place != null) text.Append(valueOf(place));
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\{[a-z_]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
