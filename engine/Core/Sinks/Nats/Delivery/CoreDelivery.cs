using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Nats.Delivery;

/// <summary>Publishes; a message leaves the spool once the server has answered a PING that was sent after it.</summary>
internal sealed class CoreDelivery(DiskSpool spool, NatsConnection connection, int inFlight, IStageLog log) : INatsDelivery
{
    private readonly List<SpoolTicket> _sent = [];
    private long _tooLarge;

    public long Refused => Interlocked.Read(ref _tooLarge) + connection.Refused;

    public Task PrepareAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task RunAsync(SpoolReader reader, CancellationToken stop)
    {
        _sent.Clear();
        while (true)
        {
            while (_sent.Count < inFlight && reader.TryRead(out var entry))
            {
                await PublishAsync(entry, stop);
                _sent.Add(entry.Ticket);
            }

            if (_sent.Count == 0)
            {
                if (!await reader.WaitAsync(stop)) return;
                continue;
            }

            await connection.FlushAsync(stop);
            spool.Acknowledge(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sent));
            _sent.Clear();
        }
    }

    private async ValueTask PublishAsync(SpoolEntry entry, CancellationToken stop)
    {
        try
        {
            await connection.PublishAsync(Encoding.UTF8.GetString(entry.Header.Span), entry.Payload, stop);
        }
        catch (ArgumentException fault)
        {
            Interlocked.Increment(ref _tooLarge);
            log.Error($"A message is left out: {fault.Message}");
        }
    }
}
