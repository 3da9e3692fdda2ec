namespace Sluice.Core.Sinks.Nats.Client;

/// <content>Reading, writing and watching.</content>
internal sealed partial class NatsSession
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WatchTick = TimeSpan.FromSeconds(1);
    private long _leavingSince;

    private async Task ReadAsync(NatsOutbox outbox, NatsSubscriptions subscriptions, ISessionEvents events, CancellationToken stop)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(stop);
            var buffer = result.Buffer;
            while (NatsParser.TryRead(ref buffer, _options.Limits, out var op))
                switch (op.Kind)
                {
                    case NatsOpKind.Message: subscriptions.Deliver(op); break;
                    case NatsOpKind.Pong: OnPong(outbox); break;
                    case NatsOpKind.Ping:
                        Interlocked.Increment(ref _pongsDue);
                        _wake.Set();
                        break;
                    case NatsOpKind.Error:
                        _lastError = op.Text;
                        events.OnError(Endpoint, op.Text);
                        break;
                    case NatsOpKind.Info:
                        _info = NatsServerInfo.Parse(op.Text);
                        if (events.OnInfo(Endpoint, _info) && _leavingSince == 0) Volatile.Write(ref _leavingSince, _options.Time.GetTimestamp());
                        break;
                }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            // Leaving, nothing more is sent: what was sent is confirmed first, so that it need not be sent again elsewhere.
            if (_leavingSince != 0 && _pings.IsEmpty) return;
            if (result.IsCompleted) throw new IOException($"{Endpoint} closed the connection{(_lastError.Length > 0 ? ": " + _lastError : "")}.");
        }
    }

    private void OnPong(NatsOutbox outbox)
    {
        if (!_pings.TryDequeue(out var ping)) return;
        Volatile.Write(ref _lastPong, _options.Time.GetTimestamp());
        if (!ping.Confirms) return;
        outbox.ConfirmOldest();
        // The window may have been full.
        _wake.Set();
    }

    private async Task WriteAsync(NatsOutbox outbox, NatsSubscriptions subscriptions, CancellationToken stop)
    {
        subscriptions.WriteAll(_control);
        while (!stop.IsCancellationRequested)
        {
            subscriptions.WriteChanges(_control);
            for (var pongs = Interlocked.Exchange(ref _pongsDue, 0); pongs > 0; pongs--) NatsEncoder.Line(_control, "PONG");
            if (Interlocked.Exchange(ref _pingDue, 0) != 0)
            {
                NatsEncoder.Line(_control, "PING");
                _pings.Enqueue(new(_options.Time.GetTimestamp(), Confirms: false));
            }

            if (_control.WrittenCount > 0) await SendControlAsync(stop);
            if (Volatile.Read(ref _leavingSince) == 0 && outbox.Next() is { } chunk)
                await SendChunkAsync(outbox, chunk, stop);
            else
                await _wake.WaitAsync();
        }

        stop.ThrowIfCancellationRequested();
    }

    private async ValueTask SendChunkAsync(NatsOutbox outbox, OutboxChunk chunk, CancellationToken stop)
    {
        // Before the write: its PONG may be read before the write returns.
        _pings.Enqueue(new(_options.Time.GetTimestamp(), Confirms: true));
        try
        {
            await _stream.WriteAsync(chunk.WithPing(), stop);
        }
        finally
        {
            outbox.Written(chunk);
        }
    }

    /// <summary>Asks an idle server whether it is there, and ends when the oldest question stays without an answer.</summary>
    private async Task WatchAsync(CancellationToken stop)
    {
        var tick = _options.PingInterval / 2 < WatchTick ? _options.PingInterval / 2 : WatchTick;
        using var timer = new PeriodicTimer(tick, _options.Time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            if (Volatile.Read(ref _leavingSince) is not 0 and var leaving && _options.Time.GetElapsedTime(leaving) > LeaveLimit) return;
            if (!_pings.TryPeek(out var oldest))
            {
                if (_options.Time.GetElapsedTime(Volatile.Read(ref _lastPong)) < _options.PingInterval) continue;
                Volatile.Write(ref _pingDue, 1);
                _wake.Set();
                continue;
            }

            // A slow server that answers at all is not gone: what counts is the time since its last answer.
            var since = Math.Max(oldest.SentAt, Volatile.Read(ref _lastPong));
            if (_options.Time.GetElapsedTime(since) > _options.PingInterval * 2)
                throw new IOException($"{Endpoint} has not answered for {_options.PingInterval.TotalSeconds * 2:0.#} s.");
        }
    }

    private async ValueTask SendControlAsync(CancellationToken stop)
    {
        await _stream.WriteAsync(_control.WrittenMemory, stop);
        _control.ResetWrittenCount();
    }

    /// <param name="SentAt">Timestamp.</param>
    /// <param name="Confirms">Whether the answer confirms the oldest chunk that was sent.</param>
    private readonly record struct SentPing(long SentAt, bool Confirms);
}
