using System.Text.RegularExpressions;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>The types of the tables' columns, as the migrations give them: said in one place only.</summary>
internal static partial class ColumnTypes
{
    private static readonly Dictionary<(string Table, string Column), string> Known = Read(Migrations.All);

    /// <summary>The type of a column; null for one that the schema does not have.</summary>
    public static string? Find(string table, string column) => Known.GetValueOrDefault((table, column));

    private static Dictionary<(string Table, string Column), string> Read(IEnumerable<Migration> migrations)
    {
        var known = new Dictionary<(string, string), string>();
        foreach (var statement in migrations.SelectMany(static migration => migration.Statements))
        {
            if (Created().Match(statement) is { Success: true } table)
            {
                foreach (Match column in CreatedColumn().Matches(table.Groups["columns"].Value)) known[(table.Groups["name"].Value, column.Groups["name"].Value)] = column.Groups["type"].Value;
            }
            else if (Changed().Match(statement) is { Success: true } column)
            {
                known[(column.Groups["table"].Value, column.Groups["name"].Value)] = column.Groups["type"].Value;
            }
        }

        return known;
    }

    [GeneratedRegex(@"^\s*CREATE TABLE IF NOT EXISTS (?<name>\w+)\n\((?<columns>.*?)\n\)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Created();

    [GeneratedRegex(@"\n    (?<name>\w+) (?<type>\w+(?:\((?:[^()]|\([^()]*\))*\))?)", RegexOptions.CultureInvariant)]
    private static partial Regex CreatedColumn();

    [GeneratedRegex(@"^\s*ALTER TABLE (?<table>\w+) (?:ADD COLUMN IF NOT EXISTS|MODIFY COLUMN) (?<name>\w+) (?<type>\w+(?:\((?:[^()]|\([^()]*\))*\))?)", RegexOptions.CultureInvariant)]
    private static partial Regex Changed();
}
