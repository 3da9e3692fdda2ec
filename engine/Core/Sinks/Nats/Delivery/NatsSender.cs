using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Nats.Delivery;

/// <summary>Delivers what the spool holds, in its order, over outages: after each it begins again with the oldest that is not acknowledged.</summary>
internal sealed class NatsSender(DiskSpool spool, NatsConnection connection, INatsDelivery delivery, IStageLog log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private string _said = "";

    /// <summary>Delivers until the spool is complete and empty, or it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var reader = spool.Read();
        var pause = FirstPause;
        while (true)
        {
            var before = spool.Acknowledged;
            try
            {
                await connection.ConnectedAsync(stop);
                await delivery.PrepareAsync(stop);
                await delivery.RunAsync(reader, stop);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is IOException or TimeoutException or NatsException)
            {
                // The connection tells of itself; what else is wrong is told once.
                if (fault is not IOException && (fault.Message != _said || spool.Acknowledged > before))
                {
                    _said = fault.Message;
                    log.Error($"{fault.Message} Messages wait in the spool until that changes.");
                }
            }

            // Whatever went through before it went wrong again: that is a new fault.
            if (spool.Acknowledged > before) pause = FirstPause;
            reader.Rewind();
            try
            {
                await Task.Delay(pause, connection.Time, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
        }
    }
}
