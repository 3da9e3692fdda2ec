using System.Text.RegularExpressions;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// The statements of the schema as a cluster wants them: each table a replicated one on every shard (<c>NAME_local</c>) below a distributed
/// one that has its name; views read and write the local ones. Rows of a source lie together on one shard.
/// </summary>
internal static partial class ClusterDdl
{
    /// <summary>What the names of the tables that hold rows end with.</summary>
    public const string LocalSuffix = "_local";

    /// <summary>A name as SQL takes it.</summary>
    public static string Quoted(string name) => $"'{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>The table of applied migrations: the same on every node.</summary>
    public static string MigrationsTable(string cluster) =>
        $"CREATE TABLE IF NOT EXISTS schema_migrations ON CLUSTER {Quoted(cluster)} (version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) "
        + "ENGINE = ReplicatedMergeTree('/clickhouse/tables/all/{database}/schema_migrations', '{shard}-{replica}') ORDER BY version";

    /// <summary>A statement of a migration, for a cluster.</summary>
    /// <param name="statement">CREATE TABLE, CREATE MATERIALIZED VIEW or ALTER TABLE, written as in config/clickhouse.</param>
    /// <param name="cluster">The cluster's name in the server's configuration.</param>
    /// <exception cref="SchemaException">It is none of these.</exception>
    public static IEnumerable<string> Rewrite(string statement, string cluster)
    {
        var on = $"ON CLUSTER {Quoted(cluster)}";
        if (Table().Match(statement) is { Success: true } table)
        {
            var name = table.Groups["name"].Value;
            var columns = table.Groups["columns"].Value;
            var arguments = table.Groups["arguments"].Value;
            var rest = WindowSetting().Replace(table.Groups["rest"].Value, "");
            yield return $"CREATE TABLE IF NOT EXISTS {name}{LocalSuffix} {on}\n{columns}\nENGINE = Replicated{table.Groups["engine"].Value}"
                + $"('/clickhouse/tables/{{shard}}/{{database}}/{name}', '{{replica}}'{(arguments.Length == 0 ? "" : ", " + arguments)}){rest}";
            var key = columns.Contains("\n    source ", StringComparison.Ordinal) ? "cityHash64(engine, source)" : "cityHash64(engine)";
            yield return $"CREATE TABLE IF NOT EXISTS {name} {on} AS {name}{LocalSuffix}\nENGINE = Distributed({Quoted(cluster)}, currentDatabase(), '{name}{LocalSuffix}', {key})";
        }
        else if (View().Match(statement) is { Success: true } view)
        {
            yield return $"CREATE MATERIALIZED VIEW IF NOT EXISTS {view.Groups["name"].Value} {on} TO {view.Groups["target"].Value}{LocalSuffix} AS\n"
                + From().Replace(view.Groups["select"].Value, $"FROM $1{LocalSuffix} AS $1");
        }
        else if (Alter().Match(statement) is { Success: true } alter)
        {
            yield return $"ALTER TABLE {alter.Groups["name"].Value}{LocalSuffix} {on} {alter.Groups["change"].Value}";
            // A distributed table keeps nothing, so there is nothing to compress.
            yield return $"ALTER TABLE {alter.Groups["name"].Value} {on} {Codec().Replace(alter.Groups["change"].Value, "")}";
        }
        else
        {
            throw new SchemaException($"A statement of the schema has no form for a cluster: {statement.Trim().Split('\n')[0]}");
        }
    }

    [GeneratedRegex(@"^\s*CREATE TABLE IF NOT EXISTS (?<name>\w+)\n(?<columns>\(.*\n\))\nENGINE = (?<engine>\w+)(?:\((?<arguments>.*?)\))?(?<rest>\n.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s*CREATE MATERIALIZED VIEW IF NOT EXISTS (?<name>\w+) TO (?<target>\w+) AS\n(?<select>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex View();

    [GeneratedRegex(@"^\s*ALTER TABLE (?<name>\w+) (?<change>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Alter();

    [GeneratedRegex(@"\bFROM (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex From();

    // Replicated tables have a window of their own.
    [GeneratedRegex(@"\nSETTINGS non_replicated_deduplication_window = \d+", RegexOptions.CultureInvariant)]
    private static partial Regex WindowSetting();

    [GeneratedRegex(@" CODEC\((?:[^()]|\([^()]*\))*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Codec();
}
