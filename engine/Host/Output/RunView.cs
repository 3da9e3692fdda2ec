using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sluice.Host.Output;

/// <summary>Shows a run while it goes on: live tables on a terminal, a line now and then elsewhere.</summary>
/// <param name="snapshot">What to show.</param>
/// <param name="log">Whose latest lines to show below the tables.</param>
internal sealed class RunView(Func<EngineSnapshot> snapshot, ConsoleLog log)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, (long Arrived, TimeSpan At, double Rate)> _rates = [];

    /// <summary>Shows until the run ends.</summary>
    /// <param name="run">The run; its fault is not thrown here.</param>
    public async Task ShowAsync(Task run)
    {
        if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected) await ShowTablesAsync(run);
        else await ShowLinesAsync(run);
    }

    private async Task ShowTablesAsync(Task run)
    {
        log.IsHeld = true;
        try
        {
            await AnsiConsole.Live(new Text("starting ...")).AutoClear(true).StartAsync(async live =>
            {
                while (!run.IsCompleted)
                {
                    live.UpdateTarget(Draw(snapshot()));
                    await Task.WhenAny(run, Task.Delay(Refresh));
                }
            });
        }
        finally
        {
            log.IsHeld = false;
            foreach (var line in log.Latest) await Console.Error.WriteLineAsync(line);
        }
    }

    private async Task ShowLinesAsync(Task run)
    {
        while (await Task.WhenAny(run, Task.Delay(LineEvery)) != run)
        {
            var now = snapshot();
            var published = Sum(now, Outcome.Published);
            var dropped = Sum(now, Outcome.Dropped);
            var states = string.Join(", ", now.Sources.GroupBy(static source => source.Status.State)
                .Select(group => $"{group.Count()} {JsonNamingPolicy.SnakeCaseLower.ConvertName(group.Key.ToString())}"));
            if (states.Length == 0) states = "no sources";
            if (now.Removed.Count > 0) states += $", {now.Removed.Count} removed";
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{now.Running.TotalSeconds,6:0} s  {states}; {now.Sources.Sum(static source => source.Arrived) + now.Removed.Arrived} frames arrived, {published} published, {dropped} dropped, {now.Keyframes} keyframes"));
        }
    }

    // Removed sources count on: sums never go back.
    private static long Sum(EngineSnapshot now, Outcome outcome)
        => now.Sources.Sum(source => source.Outcomes.GetValueOrDefault(outcome)) + now.Removed.Outcomes.GetValueOrDefault(outcome);

    private Rows Draw(EngineSnapshot now)
    {
        var sources = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{now.Engine}: {now.Running:hh\\:mm\\:ss}"));
        sources.AddColumn("source").AddColumn("state");
        foreach (var name in new[] { "fps", "arrived", "in flight", "published", "sampled out", "dropped", "failed", "p95" })
            sources.AddColumn(new TableColumn(name).RightAligned());
        foreach (var gone in _rates.Keys.Except(now.Sources.Select(static source => source.Id)).ToList()) _rates.Remove(gone);
        foreach (var source in now.Sources)
        {
            string Of(Outcome outcome) => source.Outcomes.GetValueOrDefault(outcome).ToString(CultureInfo.InvariantCulture);
            var p95 = source.Latency.Percentile(0.95);
            sources.AddRow(new Text(source.Id), State(source.Status), new Text(Rate(source, now.Running)),
                new Text(source.Arrived.ToString(CultureInfo.InvariantCulture)), new Text(source.InFlight.ToString(CultureInfo.InvariantCulture)),
                new Text(Of(Outcome.Published)), new Text(Of(Outcome.SampledOut)), new Text(Of(Outcome.Dropped)), new Text(Of(Outcome.Failed)),
                new Text(p95 is { } latency ? string.Create(CultureInfo.InvariantCulture, $"{latency.TotalMilliseconds:0} ms") : ""));
        }

        if (now.Sources.IsEmpty) sources.Caption = new TableTitle("no sources");
        if (now.Removed.Count > 0)
            sources.Caption = new TableTitle(string.Create(CultureInfo.InvariantCulture, $"{now.Removed.Count} removed, with {now.Removed.Arrived} frames"));
        var stages = new Table().Border(TableBorder.Rounded);
        stages.AddColumn("stage").AddColumn("use");
        foreach (var name in new[] { "in", "out", "queue", "ms a call", "batch", "acknowledged" })
            stages.AddColumn(new TableColumn(name).RightAligned());
        foreach (var stage in now.Stages)
        {
            stages.AddRow(new Text(stage.Id), stage.IsHung ? new Markup($"[red]{Markup.Escape(stage.Use)} hung[/]") : new Text(stage.Use),
                new Text(stage.In.ToString(CultureInfo.InvariantCulture)), new Text(stage.Out.ToString(CultureInfo.InvariantCulture)),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{stage.Queued}/{stage.Edges.Sum(static edge => edge.Capacity)}")),
                new Text(stage.Calls == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{stage.Busy.TotalMilliseconds / stage.Calls:0.0}")),
                new Text(stage.BatchMean is { } mean ? string.Create(CultureInfo.InvariantCulture, $"{mean:0.0}") : ""),
                new Text(stage.Sink is { } sink ? string.Create(CultureInfo.InvariantCulture, $"{sink.Acknowledged}/{sink.Accepted}") : ""));
        }

        var lines = log.Latest.Select(static line => (IRenderable)new Text(line, new Style(Color.Grey)));
        return new Rows([
            sources, stages,
            new Text($"{now.Keyframes} keyframes; pictures in flight {new ByteSize(now.MemoryBytes)} of {new ByteSize(now.MemoryLimitBytes)}; Ctrl+C drains and stops"),
            .. lines,
        ]);
    }

    private static Markup State(SourceStatus status)
    {
        var color = status.State switch
        {
            SourceState.Running => "green",
            SourceState.Ended => status.LastError == null ? "grey" : "red",
            SourceState.Connecting or SourceState.Paused => "yellow",
            _ => "red",
        };
        var text = Snake(status.State);
        if (status.State is not (SourceState.Running or SourceState.Paused) && status.Reason != FaultReason.None)
            text += $": {Snake(status.Reason)}{(status.Side == FaultSide.None ? "" : $" ({Snake(status.Side)})")}";
        return new Markup($"[{color}]{text}[/]");

        static string Snake<T>(T value)
            where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
    }

    private string Rate(SourceSnapshot source, TimeSpan now)
    {
        // One that was removed and added again counts from 0, and a new one has no rate yet.
        if (!_rates.TryGetValue(source.Id, out var last) || last.Arrived > source.Arrived)
        {
            _rates[source.Id] = (source.Arrived, now, 0);
            return "";
        }

        var seconds = (now - last.At).TotalSeconds;
        if (seconds < 0.1) return string.Create(CultureInfo.InvariantCulture, $"{last.Rate:0.0}");
        var rate = (source.Arrived - last.Arrived) / seconds;
        _rates[source.Id] = (source.Arrived, now, rate);
        return string.Create(CultureInfo.InvariantCulture, $"{rate:0.0}");
    }
}
