using System.Globalization;
using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Nats.JetStream;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Nats.Delivery;

/// <summary>
/// Publishes into a stream, many messages under way; a message leaves the spool once the stream has acknowledged it. The spool's id and
/// the message's sequence are its id, so that the stream keeps one that is sent again once.
/// </summary>
internal sealed class StreamDelivery(DiskSpool spool, JetStreamClient streams, NatsOptions options, IStageLog log) : INatsDelivery
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private readonly string _id = spool.Id.ToString("N");
    private readonly Queue<(PendingRequest Request, SpoolTicket Ticket)> _underWay = new();
    private readonly List<SpoolTicket> _done = [];
    private long _refused;

    public long Refused => Interlocked.Read(ref _refused);

    public async Task PrepareAsync(CancellationToken stop)
    {
        var name = options.Stream.Name;
        var wanted = $"{options.Subject}.>";
        try
        {
            var found = await streams.GetStreamAsync(name, stop);
            if (!found.Subjects.Any(subject => Covers(subject, wanted)))
                throw new NatsException($"The stream '{name}' keeps {string.Join(", ", found.Subjects)} and not '{wanted}': name another one with 'stream: {{ name: ... }}', or add the subject to it.");
            if (found.DuplicateWindow < options.Stream.DuplicateWindow)
                log.Info($"The stream '{name}' remembers message ids for {found.DuplicateWindow.TotalSeconds:0} s: a message whose acknowledgement is lost in a longer outage may be kept twice.");
        }
        catch (JetStreamException fault) when (fault.ErrorCode == JetStreamErrors.StreamNotFound && options.Stream.Create)
        {
            await streams.CreateStreamAsync(
                new()
                {
                    Name = name,
                    Subjects = [wanted],
                    MaxBytes = options.Stream.Bytes.Bytes,
                    MaxAge = options.Stream.Age,
                    DuplicateWindow = options.Stream.DuplicateWindow,
                    Replicas = options.Stream.Replicas,
                },
                stop);
        }
    }

    public async Task RunAsync(SpoolReader reader, CancellationToken stop)
    {
        Forget();
        try
        {
            while (true)
            {
                while (_underWay.Count < options.InFlight && reader.TryRead(out var entry)) await StartAsync(entry, stop);
                if (_underWay.Count == 0)
                {
                    if (!await reader.WaitAsync(stop)) return;
                    continue;
                }

                await WaitAsync(_underWay.Peek().Request, stop);
                Settle();
            }
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>Whether everything that matches one pattern matches another.</summary>
    internal static bool Covers(string wide, string narrow)
    {
        var (w, n) = (wide.Split('.'), narrow.Split('.'));
        for (var i = 0; i < w.Length; i++)
        {
            if (w[i] == ">") return n.Length > i;
            if (i == n.Length || n[i] == ">" || (w[i] != "*" && w[i] != n[i])) return false;
        }

        return w.Length == n.Length;
    }

    private async ValueTask StartAsync(SpoolEntry entry, CancellationToken stop)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_id}-{entry.Ticket.Sequence}");
        try
        {
            _underWay.Enqueue((await streams.StartPublishAsync(Encoding.UTF8.GetString(entry.Header.Span), entry.Payload, id, stop), entry.Ticket));
        }
        catch (ArgumentException fault)
        {
            Refuse(fault.Message);
            spool.Acknowledge(entry.Ticket);
        }
    }

    private async Task WaitAsync(PendingRequest oldest, CancellationToken stop)
    {
        try
        {
            await oldest.Answered.WaitAsync(AnswerLimit, streams.Connection.Time, stop);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The stream '{options.Stream.Name}' has acknowledged nothing for {AnswerLimit.TotalSeconds:0} s.");
        }
    }

    /// <summary>Takes out of the spool what the stream has, in order, up to the first without an answer.</summary>
    private void Settle()
    {
        try
        {
            while (_underWay.TryPeek(out var oldest) && oldest.Request.TryTake(out var answer))
            {
                try
                {
                    JetStreamClient.AckOf(answer!);
                }
                catch (JetStreamException fault) when (fault.ErrorCode == JetStreamErrors.MessageTooLarge)
                {
                    Refuse(fault.Message);
                }

                _done.Add(oldest.Ticket);
                _underWay.Dequeue();
            }
        }
        finally
        {
            spool.Acknowledge(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_done));
            _done.Clear();
        }
    }

    private void Refuse(string why)
    {
        Interlocked.Increment(ref _refused);
        log.Error($"A message is left out: {why}");
    }

    private void Forget()
    {
        foreach (var (request, _) in _underWay) streams.Connection.Forget(request);
        _underWay.Clear();
    }
}
