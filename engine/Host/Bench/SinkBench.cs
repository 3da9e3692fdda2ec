using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Sinks.Spool;
using Sluice.Core.Store;
using Spectre.Console;
using StreamContent = Sluice.Abstractions.StreamContent;
using Table = Spectre.Console.Table;

namespace Sluice.Host.Bench;

/// <summary>Stores made-up frames through the clickhouse sink: as fast as can be, then paced as so many cameras would.</summary>
internal sealed class SinkBench(string? url, int rows, int rate, TimeSpan paced, bool gzip)
{
    private const int ObjectsOfFrame = 10;
    private const int Cameras = 50;
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly string[] Labels = ["car", "truck", "person", "bicycle"];
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-bench-sink-").FullName;
    private long _frames;

    public async Task RunAsync(bool json, CancellationToken stop)
    {
        EmbeddedStore? store = null;
        try
        {
            if (url == null) store = await EmbeddedStore.StartAsync(Path.Combine(_folder, "store"), null, stop);
            var target = url ?? store!.Url.ToString();
            List<SinkReading> readings = [Spool()];
            // Once for the just-in-time compiler and the first parts.
            await MeasureAsync("warm up", target, store, Math.Min(rows, 300_000), sink => FeedAsync(sink, Math.Min(rows, 300_000), stop), stop);
            readings.Add(await MeasureAsync("as fast as can be", target, store, rows, sink => FeedAsync(sink, rows, stop), stop));
            await SettleAsync(store, stop);
            var pacedRows = (long)(rate * paced.TotalSeconds);
            var making = new Meter(_time, null);
            await PaceAsync(NoSink.Instance, stop);
            readings.Add(making.Read("paced, making the frames alone", pacedRows));
            readings.Add(await MeasureAsync("paced", target, store, pacedRows, sink => PaceAsync(sink, stop), stop));
            Show(readings, json);
        }
        finally
        {
            if (store != null) await store.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static void Show(List<SinkReading> readings, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(readings, Form));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("part", "rows", "s", "rows/s", "engine, % of a core", "store, % of a core", "engine us/row", "B/row");
        foreach (var reading in readings)
            table.AddRow(reading.Part, $"{reading.Rows:n0}", $"{reading.Seconds:0.0}", $"{reading.RowsPerSecond:n0}", $"{reading.EngineCorePercent:0.0}",
                reading.StoreCorePercent is { } percent ? $"{percent:0.0}" : "-", $"{reading.EngineMicrosecondsPerRow:0.00}", $"{reading.BytesPerRow:0}");
        AnsiConsole.Write(table);
    }

    /// <summary>The spool alone: entries of a frame's size, read and acknowledged as well.</summary>
    private SinkReading Spool()
    {
        const int Entries = 200_000;
        using var spool = DiskSpool.Open(new(), Path.Combine(_folder, "alone"), _time, SilentLog.Instance);
        using var batch = new SpoolBatch();
        var payload = new byte[ObjectsOfFrame * 120];
        var meter = new Meter(_time, null);
        using var reader = spool.Read();
        for (var i = 0; i < Entries; i++)
        {
            batch.Add("12345"u8, payload, ObjectsOfFrame);
            spool.TryAppend(batch, out _, wake: false);
            while (reader.TryRead(out var entry)) spool.Acknowledge(entry.Ticket);
        }

        return meter.Read("spool alone", Entries * (long)ObjectsOfFrame);
    }

    private async Task<SinkReading> MeasureAsync(string part, string target, EmbeddedStore? store, long count, Func<IFrameStage, Task> feed, CancellationToken stop)
    {
        var context = new StageContext
        {
            Id = "bench", Engine = "bench", BaseDirectory = _folder, Sources = [], Input = StreamContent.Detections, Log = ConsoleStageLog.Instance, Time = _time, Services = NoServices.Instance,
        };
        var options = new ClickHouseOptions { Url = target, FlushTimeout = TimeSpan.FromMinutes(10), Compress = gzip ? BlockCompression.Gzip : BlockCompression.None };
        var sink = (IFrameStage)new ClickHouseFactory().Create(context, (object)options);
        await using (sink)
        {
            await sink.StartAsync(stop);
            var meter = new Meter(_time, store);
            await feed(sink);
            await sink.DisposeAsync();
            var counts = ((ISink)sink).Counts;
            if (counts.Acknowledged != counts.Accepted) throw new InvalidOperationException($"{counts.Accepted} rows were accepted and {counts.Acknowledged} confirmed.");
            return meter.Read(part, count);
        }
    }

    /// <summary>Waits until the store has nothing left to merge: that would count for what comes next.</summary>
    private async Task SettleAsync(EmbeddedStore? store, CancellationToken stop)
    {
        const int MostSeconds = 60;
        if (store == null) return;
        for (var second = 0; second < MostSeconds; second++)
        {
            var meter = new Meter(_time, store);
            await Task.Delay(1000, stop);
            if (meter.Read("", 1).StoreCorePercent < 5) return;
        }
    }

    private Task FeedAsync(IFrameStage sink, long count, CancellationToken stop)
    {
        // As many callers as an engine would have: calls of one source never overlap.
        const int Callers = 2;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                for (var i = caller; i < count / ObjectsOfFrame; i += Callers) await StoreAsync(sink, caller + (i / Callers % (Cameras / Callers) * Callers), stop);
            },
            stop)));
    }

    private async Task PaceAsync(IFrameStage sink, CancellationToken stop)
    {
        // 20 steps a second: as the frames of many cameras come, in small bunches.
        var started = _time.GetTimestamp();
        var frames = (long)(rate * paced.TotalSeconds) / ObjectsOfFrame;
        for (long sent = 0; sent < frames;)
        {
            var due = Math.Min(frames, (long)(_time.GetElapsedTime(started).TotalSeconds * rate / ObjectsOfFrame));
            for (; sent < due; sent++) await StoreAsync(sink, (int)(sent % Cameras), stop);
            await Task.Delay(50, stop);
        }
    }

    private async ValueTask StoreAsync(IFrameStage sink, int camera, CancellationToken stop)
    {
        var number = Interlocked.Increment(ref _frames);
        var objects = ImmutableArray.CreateBuilder<Detection>(ObjectsOfFrame);
        for (var i = 0; i < ObjectsOfFrame; i++)
        {
            var x = ((number * 7) + (i * 131)) % 1800;
            objects.Add(new(i % 4, Labels[i % 4], 0.5f + (i * 0.04f), new(x, x / 2, x + 80, (x / 2) + 60)) { TrackId = (number / 50) + i, Model = "bench" });
        }

        using var bare = new Frame(
            new FrameInfo
            {
                Source = CameraNames.Of(camera), Id = Guid.CreateVersion7(), Index = number, Pts = number * 512, PtsSeconds = number / 25d, CapturedAt = _time.GetUtcNow(), ArrivedTimestamp = _time.GetTimestamp(),
            },
            null);
        using var frame = bare.With(objects.MoveToImmutable());
        await sink.ProcessAsync(frame, NoOutput.Instance, stop);
    }

    private sealed class Meter(TimeProvider time, EmbeddedStore? store)
    {
        private readonly long _started = time.GetTimestamp();
        private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
        private readonly TimeSpan _storeCpu = StoreCpu(store);
        private readonly long _allocated = GC.GetTotalAllocatedBytes();

        public SinkReading Read(string part, long count)
        {
            var seconds = time.GetElapsedTime(_started).TotalSeconds;
            var cpu = (Environment.CpuUsage.TotalTime - _cpu).TotalSeconds;
            double? storeCpu = store == null ? null : (StoreCpu(store) - _storeCpu).TotalSeconds * 100 / seconds;
            return new(part, count, seconds, count / seconds, cpu * 100 / seconds, storeCpu, cpu * 1e6 / count, (GC.GetTotalAllocatedBytes() - _allocated) / (double)count);
        }

        private static TimeSpan StoreCpu(EmbeddedStore? store)
        {
            if (store == null) return TimeSpan.Zero;
            using var process = Process.GetProcessById(store.ProcessId);
            return process.TotalProcessorTime;
        }
    }

    private static class CameraNames
    {
        private static readonly string[] Names = [.. Enumerable.Range(0, Cameras).Select(static number => $"camera-{number:00}")];

        public static string Of(int camera) => Names[camera];
    }

    private sealed class NoSink : IFrameStage
    {
        public static readonly NoSink Instance = new();

        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NoOutput : IStageOutput
    {
        public static readonly NoOutput Instance = new();

        public ValueTask EmitAsync(Frame frame, CancellationToken stop)
        {
            frame.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }

    private sealed class SilentLog : IStageLog
    {
        public static readonly SilentLog Instance = new();

        public void Info(string message)
        {
        }

        public void Warn(string message)
        {
        }

        public void Error(string message, Exception? fault = null)
        {
        }
    }

    private sealed class ConsoleStageLog : IStageLog
    {
        public static readonly ConsoleStageLog Instance = new();

        public void Info(string message)
        {
        }

        public void Warn(string message) => Console.Error.WriteLine(message);

        public void Error(string message, Exception? fault = null) => Console.Error.WriteLine(message);
    }
}
