using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Reports of keyframes stages as rows.</summary>
internal static class ReportRows
{
    /// <summary>Writes one.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="run">This run.</param>
    /// <param name="config">The graph's revision.</param>
    /// <param name="report">The report.</param>
    /// <param name="now">When it was made.</param>
    public static void Write(RowBatch batch, Guid run, string config, KeyframeReport report, DateTimeOffset now)
    {
        var period = report.Period;
        var row = batch.Begin(Table.KeyframeReports);
        row.Write(report.Engine);
        row.Write(run);
        row.Write(config);
        row.Write(report.Stage);
        row.Write(period.Source);
        row.WriteMilliseconds(period.From);
        row.WriteMilliseconds(period.To);
        row.WriteMilliseconds(now);
        row.Write(period.Offered);
        Write(row, period.Outcomes);
        row.Write(period.Budget);
        row.Write(period.Chosen);
        row.Write(period.Clusters);
        row.Write(period.Radius);
        row.Write(period.Rho);
        row.Write(period.Delta);
        row.Write(period.Covered);
        row.Write(period.Reach);
        row.Write(period.Reach95);
        row.Write(report.Vendi);
        row.Write(report.Evicted);
        row.Write(report.EvictedLoss);
        Write(row, report.RandomDivergence);
        Write(row, report.ArchiveDivergence);
        WriteTallies(row, report);
        row.WriteLength(period.Triggers.Count);
        foreach (var one in period.Triggers)
        {
            row.Write(one.Name);
            row.WriteLength(2);
            row.Write(one.Fired);
            row.Write(one.Suppressed);
        }

        Write(row, period.Duplicates.GroupBy(static one => one.Of).ToDictionary(static group => group.Key, static group => group.Sum(static one => one.Frames)));
        row.Write([.. report.Surprising.Select(static cell => cell.Cell)]);
        row.Write([.. report.Surprising.Select(static cell => (float)cell.Bits)]);
        row.Write([.. report.Surprising.Select(static cell => cell.Key)]);
        batch.End();
    }

    private static void WriteTallies(in RowBinaryWriter row, KeyframeReport report)
    {
        (string Name, FrameTally Tally)[] tallies = [("all", report.All), ("random", report.Random), ("archive", report.Archive)];
        row.WriteLength(tallies.Sum(static one => one.Tally.Fixed.Count));
        foreach (var (name, tally) in tallies)
        {
            foreach (var (histogram, values) in tally.Fixed)
            {
                row.Write($"{name}.{histogram}");
                row.WriteLength(values.Count);
                foreach (var value in values) row.Write(value);
            }
        }

        row.WriteLength(tallies.Length);
        foreach (var (name, tally) in tallies)
        {
            row.Write(name);
            Write(row, tally.Class);
        }
    }

    private static void Write(in RowBinaryWriter row, IReadOnlyDictionary<string, long> map)
    {
        row.WriteLength(map.Count);
        foreach (var (name, value) in map)
        {
            row.Write(name);
            row.Write(value);
        }
    }

    private static void Write(in RowBinaryWriter row, IReadOnlyDictionary<string, double> map)
    {
        row.WriteLength(map.Count);
        foreach (var (name, value) in map)
        {
            row.Write(name);
            row.Write(value);
        }
    }
}
