using YamlDotNet.Core;

namespace Sluice.Core.Config.Yaml;

/// <summary>Turns a parser's complaint into one a person can act on.</summary>
internal static class YamlFault
{
    public static ConfigError Explain(YamlException fault, string text, string file)
    {
        var line = (int)Math.Max(1, fault.Start.Line);
        var column = (int)Math.Max(1, fault.Start.Column);
        if (TabIndent(text, line, (int)fault.End.Line, fault.Message.Contains(" tab", StringComparison.Ordinal)) is { } tab)
            return new(new(file, tab.Line, tab.Column), "a tab in the indentation; YAML indents with spaces");
        return new(new(file, line, column), $"not valid YAML: {Shorten(fault.Message)}{Remedy(text, line, column)}");
    }

    /// <summary>The first tab among the leading white space near where the parser stopped, or anywhere after when it complains of one.</summary>
    private static (int Line, int Column)? TabIndent(string text, int line, int end, bool anywhere)
    {
        var lines = text.Split('\n');
        var last = anywhere ? lines.Length : Math.Min(Math.Max(line, end) + 1, lines.Length);
        for (var number = Math.Max(1, line - 1); number <= last; number++)
        {
            var content = lines[number - 1];
            var indent = content[..^content.TrimStart(' ', '\t').Length];
            var tab = indent.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0) return (number, tab + 1);
        }

        return null;
    }

    private static string Remedy(string text, int line, int column)
    {
        var lines = text.Split('\n');
        if (line > lines.Length) return "";
        if (lines[line - 1].Contains("${", StringComparison.Ordinal)) return "; put a text with ${...} in quotes";
        if (column > lines[line - 1].Length) return "";
        return lines[line - 1][column - 1] switch
        {
            '*' => "; write \"*\" in quotes for all sources",
            '@' or '`' or '%' => "; put the text in quotes",
            _ => "",
        };
    }

    private static string Shorten(string message)
    {
        var first = message.Split('\n')[0].Trim().TrimEnd('.');
        return first.Length > 0 ? char.ToLowerInvariant(first[0]) + first[1..] : "it cannot be read";
    }
}
