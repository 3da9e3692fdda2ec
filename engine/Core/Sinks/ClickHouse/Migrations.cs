using System.Globalization;
using System.Reflection;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>The numbered files of config/clickhouse, carried in this assembly, and their way into a database.</summary>
internal static class Migrations
{
    private const string Prefix = "config/clickhouse/";

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>Brings a database up to date; does nothing to one that is.</summary>
    /// <param name="client">The server.</param>
    /// <param name="database">Made when missing; empty for the user's own.</param>
    /// <param name="known">The migrations this program knows, by number.</param>
    /// <param name="stop">Gives up; what was applied stays applied and is not applied again.</param>
    /// <param name="cluster">The cluster that gets it; null for one server.</param>
    /// <exception cref="SchemaException">The database has a newer schema.</exception>
    public static async Task ApplyAsync(ClickHouseClient client, string database, IReadOnlyList<Migration> known, CancellationToken stop, string? cluster = null)
    {
        if (database.Length > 0)
        {
            var on = cluster == null ? "" : $" ON CLUSTER {ClusterDdl.Quoted(cluster)}";
            await client.ExecuteAsync($"CREATE DATABASE IF NOT EXISTS `{database.Replace("`", "\\`", StringComparison.Ordinal)}`{on}", stop, inDatabase: false);
        }

        await client.ExecuteAsync(
            cluster != null ? ClusterDdl.MigrationsTable(cluster)
                : "CREATE TABLE IF NOT EXISTS schema_migrations (version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = MergeTree ORDER BY version",
            stop);
        var text = await client.ExecuteAsync("SELECT max(version) FROM schema_migrations", stop);
        var version = int.Parse(text.Trim(), CultureInfo.InvariantCulture);
        var newest = known[^1].Version;
        if (version > newest)
            throw new SchemaException($"The database has schema {version}, and this program knows {newest}: use a newer program, or another database.");
        // Every statement says IF NOT EXISTS, so two engines that start at once, or a start that was cut short, do no harm.
        foreach (var migration in known.Where(migration => migration.Version > version))
        {
            foreach (var statement in migration.Statements)
                foreach (var one in cluster == null ? [statement] : ClusterDdl.Rewrite(statement, cluster)) await client.ExecuteAsync(one, stop);
            await client.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_migrations (version, name) SELECT {migration.Version}, '{migration.Name}'"), stop);
        }
    }

    private static Migration[] Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Migration.Parse(name[Prefix.Length..], reader.ReadToEnd());
            })];
    }
}
