using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Native.FFmpeg;
using Sluice.Native.Memory;

namespace Sluice.Core.Stages.Decode;

/// <content>The reader's thread.</content>
internal sealed partial class VideoSource
{
    // Frames must have come for so long before a camera counts as well again.
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);

    private readonly ReconnectPolicy _policy;
    private readonly NameResolver _resolver = NameResolver.System;
    private OpenedStream? _opened;
    private int _attempt;
    private bool _isFinite;

    /// <summary>Opens an input; tests put one here that does not come back.</summary>
    internal Func<string, DemuxerOptions, CancellationToken, Demuxer> Opener { get; init; } = Demuxer.Open;

    /// <summary>How a recording stands in for a camera; null where it doesn't.</summary>
    internal CameraShape? Camera { get; init; }

    private void Read(CallGate call, CancellationToken stop)
    {
        try
        {
            if (Camera is { Phase.Ticks: > 0 }) stop.WaitHandle.WaitOne(Camera.Phase);
            if (_isCamera) ReadCamera(_recordings()[0], call, stop);
            else ReadRecordings(call, stop);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        catch (ReaderAbandonedException)
        {
            // Nothing here is this thread's any more.
            ComeBack(stop);
            return;
        }
        catch (Exception fault)
        {
            // Whatever a reader dies of ends its source alone.
            Fail(fault, _config.Location);
        }

        EndReading();
    }

    private void ReadRecordings(CallGate call, CancellationToken stop)
    {
        // A watched folder gives one session after the other, and waits for the next.
        if (_sessions != null) _health.Move(SourceState.Running);
        var recordings = _sessions?.Read(NoteSession, stop) ?? _recordings();
        for (var pass = 0; _config.Loop.IsEndless || pass < _config.Loop.Passes; pass++)
        {
            var readable = 0;
            foreach (var recording in recordings)
            {
                if (stop.IsCancellationRequested) return;
                try
                {
                    ReadStream(recording, call, stop);
                    if (!stop.IsCancellationRequested) recording.Progress?.Read();
                    readable++;
                }
                catch (Exception fault) when (fault is AvException or StreamFaultException)
                {
                    // A call that was told to stop fails with whatever it was about.
                    if (stop.IsCancellationRequested) return;

                    // The other recordings of a folder don't suffer for one that can't be read.
                    Fail(fault, recording.Url);
                    recording.Progress?.Failed(SourceUrl.Redact(fault.Message));
                }
            }

            // Nothing will become readable by asking again without end.
            if (readable == 0) return;
        }
    }

    private void NoteSession(StreamFault fault)
    {
        _health.Note(fault);
        LogFailed(_setup.Log, Id, fault.Message);
    }

    private void ReadCamera(Recording camera, CallGate call, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            StreamFault fault;
            _opened = null;
            try
            {
                ReadStream(camera, call, stop);

                // A file behind HTTP knows its length, and is over when it is over.
                if (_isFinite) return;
                fault = new(FaultReason.StreamEnded, "the stream ended");
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or ReaderAbandonedException))
            {
                fault = FaultClassifier.Classify(failure, camera.Url);
            }

            if (stop.IsCancellationRequested) return;
            var (state, delay) = _policy.After(fault.Reason, _opened is { } opened && opened.GoodFor(_setup.Time) >= StableAfter);
            _health.Lost(state, fault);
            LogLost(_setup.Log, Id, fault.Reason, fault.Message, delay.TotalSeconds);
            stop.WaitHandle.WaitOne(delay);
        }
    }

    /// <summary>Opens one input and queues its packets until it ends.</summary>
    private void ReadStream(Recording recording, CallGate call, CancellationToken stop)
    {
        var input = Open(recording, call, stop);
        try
        {
            var opened = Announce(input, recording);
            try
            {
                Queue(input, opened, call, stop);
            }
            finally
            {
                // Whoever was given up has nothing to announce.
                if (!call.IsAbandoned) _queue.Announce(PacketKind.Closed, null, Now());
            }
        }
        finally
        {
            Close(input, call);
        }
    }

    private Demuxer Open(Recording recording, CallGate call, CancellationToken stop)
    {
        var options = InputOptions.Of(_config, _isCamera);
        var url = _isCamera ? _resolver.Resolve(recording.Url, _attempt++, _config.Timeout, stop) : recording.Url;
        Demuxer input;
        call.Enter();
        try
        {
            input = Opener(url, options, stop);
        }
        catch
        {
            call.Leave();
            throw;
        }

        if (call.TryLeave()) return input;
        input.Dispose();
        throw new ReaderAbandonedException();
    }

    private static void Close(Demuxer input, CallGate call)
    {
        if (call.IsAbandoned)
        {
            input.Dispose();
            return;
        }

        // Saying goodbye to a server may hang like any other call.
        call.Enter();
        input.Dispose();
        call.Leave();
    }

    private OpenedStream Announce(Demuxer input, Recording recording)
    {
        var video = input.Video;
        _isFinite = _config.Kind == SourceKind.Http && video.Duration > 0;
        LogOpened(_setup.Log, Id, video.CodecName, video.Width, video.Height);
        if (_isCamera) HeapTrim.Soon();
        // Only what the graph asks for: what the engine adds is not every format's.
        var unused = input.UnusedOptions.Where(_config.Options.ContainsKey).ToList();
        if (unused.Count > 0) LogUnused(_setup.Log, Id, string.Join(", ", unused));
        if (!VideoDecoder.IsSupported(video))
            throw new StreamFaultException(new(FaultReason.Unsupported, $"this FFmpeg has no decoder for '{video.CodecName}'"));
        var options = new DecoderOptions
        {
            ThreadCount = _config.Threads > 0 ? _config.Threads : DecoderThreads,
            LowDelay = _isCamera || Camera != null,
            LoopFilter = _setup.Pushdown?.LoopFilter ?? LoopFilterSkip.None,
            Halvings = Halvings(video),
        };
        _opened = new(video, options, recording) { Device = DeviceFor(video) };
        _queue.Announce(PacketKind.Opened, _opened, Now());
        return _opened;
    }

    /// <summary>How small the pictures may be decoded: no smaller than the models that are all that looks at them take them.</summary>
    private int Halvings(VideoStreamInfo video)
    {
        if (_setup.Pushdown is not { Models.IsEmpty: false } push || push.SizeOf?.Invoke(push.Models) is not { } size) return 0;
        var (width, height) = video.RotationDegrees is 90 or 270 ? (video.Height, video.Width) : (video.Width, video.Height);
        var times = 0;

        // A picture is fitted into the model's input: what counts is the side that fills it.
        while (times < VideoDecoder.MostHalvings(video.CodecName)
            && ((width >> (times + 1)) >= size.Width || (height >> (times + 1)) >= size.Height)) times++;
        return times;
    }

    private void Queue(Demuxer input, OpenedStream opened, CallGate call, CancellationToken stop)
    {
        var pacer = IsPaced(input) ? new Pacer(_setup.Time, opened.TimeBase, Camera) : null;
        var clock = new SenderClock(opened.TimeBase, _config.ClockWindow, SenderClock.HasParser(opened.Video.CodecName));
        var jitter = new ArrivalJitter(_setup.Time, opened.TimeBase);
        var awaitsIntra = false;
        long lostBefore = 0, refusedBefore = 0;
        var lostAtLast = false;
        while (true)
        {
            var packet = _queue.Rent();
            var isQueued = false;
            try
            {
                if (ReadPacket(input, packet, call) != ReadResult.Packet) return;
                var arrival = Now();
                Volatile.Write(ref _lastPacketAt, arrival.Timestamp);
                if (_health.Status.State != SourceState.Running) _health.Move(SourceState.Running);
                if (opened.Fault is { } fault)
                {
                    _setup.Ledger.ArriveAndEnd(OutcomeUnder(fault));
                    throw new StreamFaultException(fault);
                }

                var lost = input.LostPackets - lostBefore;
                lostBefore += lost;
                if (lost > 0) _meter.LostPackets(lost);
                if (_isCamera)
                {
                    arrival = arrival with { Taken = clock.Taken(packet.Pts, packet.SenderMicroseconds, arrival.At) };
                    if (clock.Refused > refusedBefore) _meter.ClockRefused(clock.Refused - refusedBefore);
                    refusedBefore = clock.Refused;
                    jitter.Add(packet.Dts, arrival.Timestamp);
                    _meter.Jitter(jitter.Seconds);
                }

                if (pacer != null)
                {
                    var late = pacer.Wait(packet.Dts ?? packet.Pts, stop);

                    // What came in a burst counts as come when a camera would have sent it.
                    arrival = Now() with { Taken = arrival.Taken };
                    if (Camera != null) arrival = arrival with { Timestamp = arrival.Timestamp - (long)(late.TotalSeconds * _setup.Time.TimestampFrequency), At = arrival.At - late };
                }

                // FFmpeg's parser gives a packet out once it has seen the next one: the hole may be in this one or in the next.
                isQueued = Enqueue(packet, arrival, lost > 0 || lostAtLast, stop, ref awaitsIntra);
                lostAtLast = lost > 0;
            }
            finally
            {
                if (!isQueued) _queue.Return(packet);
            }
        }
    }

    private static ReadResult ReadPacket(Demuxer input, AvPacket packet, CallGate call)
    {
        call.Enter();
        try
        {
            return input.TryRead(packet);
        }
        finally
        {
            // Throws where the source has gone on without this thread, whatever the call came back with.
            call.Leave();
        }
    }

    /// <summary>Queues a packet by the source's policy; false when it was dropped, and counted.</summary>
    private bool Enqueue(AvPacket packet, Arrival arrival, bool followsLoss, CancellationToken stop, ref bool awaitsIntra)
    {
        if (!IsLive) return _queue.Add(packet, arrival, stop, followsLoss);

        // What follows a lost packet refers to it: nothing up to the next intra frame can be shown whole.
        if (awaitsIntra && !packet.IsKey)
        {
            _setup.Ledger.ArriveAndEnd(Outcome.AwaitingKeyframe);
            return false;
        }

        if (_queue.TryAdd(packet, arrival, followsLoss))
        {
            awaitsIntra = false;
            return true;
        }

        if (!awaitsIntra) _health.Note(new(FaultReason.HostOverload, "decoding does not keep up with the stream: packets up to the next intra frame are dropped"));
        awaitsIntra = true;
        _setup.Ledger.ArriveAtFullDecoder();
        return false;
    }

    // Segments and files behind HTTP come as fast as the network carries them, and would overrun a live source's queue.
    private bool IsPaced(Demuxer input) => _isCamera ? _isFinite || input.FormatName.Contains("hls", StringComparison.Ordinal) : _config.Pace == Pace.Realtime;

    /// <summary>One thread a source, unless there are fewer sources than cores.</summary>
    private int DecoderThreads => Math.Max(1, Environment.ProcessorCount / Math.Max(1, _setup.SourceCount));

    private Arrival Now() => new(_setup.Time.GetTimestamp(), _setup.Time.GetUtcNow());

    private void Fail(Exception failure, string url)
    {
        var fault = FaultClassifier.Classify(failure, url);
        _health.Note(fault);
        LogFailed(_setup.Log, Id, fault.Message);
    }
}
