using System.Globalization;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>A step of the schema.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Name">What it is called, without number.</param>
/// <param name="Statements">What it runs, in order.</param>
internal sealed record Migration(int Version, string Name, IReadOnlyList<string> Statements)
{
    /// <summary>Reads a file named <c>NNNN-name.sql</c>: statements end with a semicolon at the end of a line, comments are whole lines.</summary>
    public static Migration Parse(string file, string text)
    {
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal));
        var statements = string.Join('\n', lines).Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(file)[5..], statements);
    }
}
