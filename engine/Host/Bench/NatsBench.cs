using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Nats.JetStream;
using Spectre.Console;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Host.Bench;

/// <summary>Messages through the NATS client to a real server, on loopback unless a server is named: published, received, kept by a stream.</summary>
internal sealed class NatsBench(string? url, int messages, int size)
{
    private const string Subject = "sluice-bench";
    private const int InFlight = 256;
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-bench-nats-").FullName;
    private readonly byte[] _payload = new byte[size];

    public async Task RunAsync(bool json, CancellationToken stop)
    {
        var context = new StageContext
        {
            Id = "bench", Engine = "bench", BaseDirectory = _folder, Sources = [], Input = StreamContent.None, Log = BenchLog.Instance, Time = _time, Services = BenchLog.Instance,
        };
        var (servers, started) = await NatsServers.OpenAsync(url ?? "embedded:nats", context, stop);
        try
        {
            await using var speaker = await ConnectAsync(servers, stop);
            await using var listener = await ConnectAsync(servers, stop);
            // Once for the just-in-time compiler.
            await PublishAsync(speaker, Math.Min(messages, 100_000), stop);
            List<NatsReading> readings =
            [
                await MeasureAsync("published, confirmed by a PING at the end", messages, () => PublishAsync(speaker, messages, stop)),
                await MeasureAsync("published and received by another connection", messages, () => ReceiveAsync(speaker, listener, stop)),
            ];
            var streams = new JetStreamClient(speaker, TimeSpan.FromSeconds(10));
            await streams.CreateStreamAsync(new() { Name = Subject, Subjects = [Subject + ".kept"] }, stop);
            var kept = Math.Max(1, messages / 10);
            readings.Add(await MeasureAsync($"kept by a stream on disk, {InFlight} under way", kept, () => KeepAsync(streams, kept, InFlight, stop)));
            readings.Add(await MeasureAsync("kept by a stream on disk, one by one", kept / 10, () => KeepAsync(streams, kept / 10, 1, stop)));
            await streams.DeleteStreamAsync(Subject, stop);
            Show(readings, json);
        }
        finally
        {
            if (started != null) await started.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static void Show(List<NatsReading> readings, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(readings, Form));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("messages", "count", "s", "a second", "us of CPU each", "B allocated each");
        foreach (var one in readings)
            table.AddRow(one.Part, $"{one.Messages:n0}", $"{one.Seconds:0.0}", $"{one.PerSecond:n0}", $"{one.MicrosecondsPerMessage:0.00}", $"{one.BytesPerMessage:0}");
        AnsiConsole.Write(table);
    }

    private static async Task<NatsConnection> ConnectAsync(IReadOnlyList<NatsEndpoint> servers, CancellationToken stop)
    {
        var connection = new NatsConnection(new() { Servers = servers, Name = "sluice bench" }, BenchLog.Instance);
        await connection.StartAsync(stop);
        return connection;
    }

    private async Task<NatsReading> MeasureAsync(string part, long count, Func<Task> work)
    {
        var (started, cpu, allocated) = (_time.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        await work();
        var seconds = _time.GetElapsedTime(started).TotalSeconds;
        return new(part, count, seconds, count / seconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count, (GC.GetTotalAllocatedBytes() - allocated) / (double)count);
    }

    private async Task PublishAsync(NatsConnection speaker, int count, CancellationToken stop)
    {
        for (var i = 0; i < count; i++) await speaker.PublishAsync(Subject, _payload, stop);
        await speaker.FlushAsync(stop);
    }

    private async Task ReceiveAsync(NatsConnection speaker, NatsConnection listener, CancellationToken stop)
    {
        var received = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = listener.Subscribe(Subject, handler: _ =>
        {
            if (++received == messages) all.TrySetResult();
        });
        // What follows the subscription on this connection is confirmed after it.
        await listener.PublishAsync(Subject + ".ready", _payload, stop);
        await listener.FlushAsync(stop);
        for (var i = 0; i < messages; i++)
        {
            // A server cuts those off that fall far behind, and what it had for them is gone.
            while (i - Volatile.Read(ref received) > 10_000) await Task.Yield();
            await speaker.PublishAsync(Subject, _payload, stop);
        }

        await all.Task.WaitAsync(stop);
    }

    private async Task KeepAsync(JetStreamClient streams, int count, int inFlight, CancellationToken stop)
    {
        var pending = new Queue<PendingRequest>(inFlight);
        for (var i = 0; i < count + inFlight; i++)
        {
            if (i < count) pending.Enqueue(await streams.StartPublishAsync(Subject + ".kept", _payload, null, stop));
            if (pending.Count < inFlight && i < count) continue;
            if (!pending.TryDequeue(out var oldest)) break;
            JetStreamClient.AckOf(await oldest.Answered.WaitAsync(stop));
        }
    }

    private sealed class BenchLog : IStageLog, IServiceProvider
    {
        public static readonly BenchLog Instance = new();

        public void Info(string message)
        {
        }

        public void Warn(string message) => Console.Error.WriteLine(message);

        public void Error(string message, Exception? fault = null) => Console.Error.WriteLine(message);

        public object? GetService(Type serviceType) => null;
    }
}
