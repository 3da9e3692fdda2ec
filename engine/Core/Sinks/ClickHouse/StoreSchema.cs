using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>The tables of a database as a sink wants them: up to date, on a cluster or not, kept as long as it says.</summary>
/// <param name="client">The server; borrowed.</param>
/// <param name="database">Made when missing; empty for the user's own.</param>
/// <param name="options">The cluster, and how long rows are kept.</param>
internal sealed partial class StoreSchema(ClickHouseClient client, string database, ClickHouseOptions options)
{
    /// <summary>Brings the database up to date.</summary>
    /// <param name="stop">Gives up; what was done stays done.</param>
    /// <exception cref="SchemaException">The database has a newer schema.</exception>
    public async Task ApplyAsync(CancellationToken stop)
    {
        await Migrations.ApplyAsync(client, database, Migrations.All, stop, options.Cluster);
        if (options.Ttl is { } ttl) await KeepForAsync(ttl, stop);
    }

    /// <summary>What the URL of an insert says besides.</summary>
    /// <param name="token">The block's.</param>
    public string InsertSettings(string token)
    {
        // async_insert answers before the rows are stored, and would make the token useless. The views have to be told to look at the token
        // too: else a block whose rows arrived but not its sums, because the server was killed between the two, would lack in the sums for ever.
        var settings = $"async_insert=0&deduplicate_blocks_in_dependent_materialized_views=1&insert_deduplication_token={Uri.EscapeDataString(token)}";
        // Else the node that is asked answers before the shards have the rows.
        return options.Cluster == null ? settings : settings + "&distributed_foreground_insert=1";
    }

    /// <summary>What rows expire by: the expression in front of the interval, by table.</summary>
    internal static Dictionary<string, string> TtlExpressions(IEnumerable<Migration> migrations)
        => migrations.SelectMany(static migration => migration.Statements)
            .Select(static statement => (Name: CreatedTable().Match(statement), Ttl: TtlClause().Match(statement)))
            .Where(static found => found.Name.Success && found.Ttl.Success)
            .ToDictionary(static found => found.Name.Groups[1].Value, static found => found.Ttl.Groups[1].Value, StringComparer.Ordinal);

    /// <summary>An interval as the server shows it.</summary>
    internal static string Interval(TimeSpan ttl) => ttl.Ticks % TimeSpan.TicksPerDay == 0
        ? string.Create(CultureInfo.InvariantCulture, $"toIntervalDay({ttl.Days})")
        : string.Create(CultureInfo.InvariantCulture, $"toIntervalSecond({(long)ttl.TotalSeconds})");

    private async Task KeepForAsync(TimeSpan ttl, CancellationToken stop)
    {
        var text = await client.ExecuteAsync("SELECT name, engine_full FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'", stop);
        var (suffix, on) = options.Cluster == null ? ("", "") : (ClusterDdl.LocalSuffix, $" ON CLUSTER {ClusterDdl.Quoted(options.Cluster)}");
        var now = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t')).ToDictionary(static row => row[0], static row => row[1]);
        foreach (var (name, expression) in TtlExpressions(Migrations.All))
        {
            if (!now.TryGetValue(name + suffix, out var engine)) continue;
            var wanted = ttl == TimeSpan.Zero ? null : $"TTL {expression} + {Interval(ttl)}";
            if (wanted == null ? !engine.Contains(" TTL ", StringComparison.Ordinal) : engine.Contains(wanted, StringComparison.Ordinal)) continue;
            // Parts are looked at again by later merges; doing it at once would rewrite everything there is.
            await client.ExecuteAsync($"ALTER TABLE {name}{suffix}{on} {(wanted == null ? "REMOVE TTL" : $"MODIFY {wanted}")} SETTINGS materialize_ttl_after_modify = 0", stop);
        }
    }

    [GeneratedRegex(@"^\s*CREATE TABLE IF NOT EXISTS (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex CreatedTable();

    [GeneratedRegex(@"\nTTL (.+) \+ INTERVAL 1 YEAR", RegexOptions.CultureInvariant)]
    private static partial Regex TtlClause();
}
