using System.Globalization;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Tuning;
using Sluice.Host.Output;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>Measures a model in every shape that makes sense on this machine, keeps the readings, and shows the best.</summary>
/// <param name="graph">Holds the model.</param>
/// <param name="length">How long each shape is measured.</param>
internal sealed class TuneBench(GraphConfig graph, TimeSpan length)
{
    /// <summary>Measures, keeps and prints.</summary>
    public void Run(bool json, CancellationToken stop)
    {
        using var registry = ModelOpener.Registry(graph);
        var model = registry.Get(ModelOpener.Id, 1, stop);
        using var meter = new ShapeMeter(model);
        var store = TuningFolder.Store();
        var results = new List<TuningResult>();
        var shapes = meter.Shapes(Environment.ProcessorCount);
        ErrorConsole.Create().Progress().HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                var task = progress.AddTask("measuring", maxValue: shapes.Count);
                foreach (var shape in shapes)
                {
                    task.Description = Markup.Escape(shape.ToString());
                    results.Add(meter.Measure(shape, length, stop));
                    task.Increment(1);
                }
            });
        var record = new TuningRecord
        {
            Model = model.Sha256,
            Machine = store.Machine,
            MeasuredAt = TimeProvider.System.GetUtcNow(),
            Results = [.. results],
        };
        var path = store.Save(record);
        if (json) Console.WriteLine(JsonSerializer.Serialize(record, TuningStore.Form));
        else Print(record, path);
    }

    private static void Print(TuningRecord record, string path)
    {
        var best = record.Best()!;
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var name in new[] { "batch", "threads a run", "runs at once", "images/s", "CPU ms an image", "" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var result in record.Results.OrderByDescending(static result => result.ImagesPerSecond))
        {
            table.AddRow(Text($"{result.Shape.Batch}"), Text($"{result.Shape.Threads}"), Text($"{result.Shape.Runs}"), Text($"{result.ImagesPerSecond:0.0}"),
                Text($"{result.CpuMs:0.00}"), result == best ? "best" : "");
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"{record.Machine}; model {record.Model[..16]}");
        Console.WriteLine($"best: {best.Shape}. Kept in {path}; 'run' uses it where the graph leaves batch, runs and threads out.");
    }

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
