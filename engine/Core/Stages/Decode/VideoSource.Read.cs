using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <content>The reader's thread.</content>
internal sealed partial class VideoSource
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private bool _isFinite;

    private void Read(TaskCompletionSource ended, CancellationToken stop)
    {
        try
        {
            if (_isCamera) ReadCamera(_recordings()[0], stop);
            else ReadRecordings(stop);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        catch (Exception fault)
        {
            // Whatever a reader dies of ends its source alone.
            Fail(fault);
        }
        finally
        {
            _queue.Complete();
            ended.SetResult();
        }
    }

    private void ReadRecordings(CancellationToken stop)
    {
        var recordings = _recordings();
        for (var pass = 0; _config.Loop.IsEndless || pass < _config.Loop.Passes; pass++)
        {
            var readable = 0;
            foreach (var recording in recordings)
            {
                if (stop.IsCancellationRequested) return;
                try
                {
                    ReadStream(recording, stop);
                    readable++;
                }
                catch (AvException fault)
                {
                    // The other recordings of a folder don't suffer for one that can't be read.
                    Fail(fault);
                }
            }

            // Nothing will become readable by asking again without end.
            if (readable == 0) return;
        }
    }

    private void ReadCamera(Recording camera, CancellationToken stop)
    {
        var backoff = new Backoff(FirstBackoff, LongestBackoff, Random.Shared);
        while (!stop.IsCancellationRequested)
        {
            string reason;
            try
            {
                var packets = ReadStream(camera, stop);
                if (packets > 0) backoff.Reset();

                // A file behind HTTP knows its length, and is over when it is over.
                if (_isFinite) return;
                reason = "the stream ended";
            }
            catch (AvException fault)
            {
                if (Status.State == SourceState.Running) backoff.Reset();
                reason = fault.Message;
            }

            if (stop.IsCancellationRequested) return;
            var delay = backoff.Next();
            Update(SourceState.Reconnecting, reason, reconnected: true);
            LogLost(_setup.Log, Id, reason, delay);
            stop.WaitHandle.WaitOne(delay);
        }
    }

    /// <summary>Opens one input and queues its packets until it ends.</summary>
    /// <returns>How many packets came.</returns>
    private long ReadStream(Recording recording, CancellationToken stop)
    {
        using var input = Demuxer.Open(recording.Url, DemuxerOptions(), stop);
        var video = input.Video;
        _isFinite = _config.Kind == SourceKind.Http && video.Duration > 0;
        LogOpened(_setup.Log, Id, video.CodecName, video.Width, video.Height);
        var options = new DecoderOptions { ThreadCount = _config.Threads > 0 ? _config.Threads : DecoderThreads, LowDelay = _isCamera };
        _queue.Announce(PacketKind.Opened, new(new VideoDecoder(input, options), video.TimeBase, video.RotationDegrees,
            recording.Session, recording.StartedAt), Now());
        Update(SourceState.Running);
        var pacer = _config.Pace == Pace.Realtime && !_isCamera ? new Pacer(_setup.Time, video.TimeBase) : null;
        long packets = 0;
        var awaitsIntra = false;
        while (true)
        {
            var packet = _queue.Rent();
            if (input.TryRead(packet) != ReadResult.Packet)
            {
                _queue.Return(packet);
                break;
            }

            packets++;
            pacer?.Wait(packet.Dts ?? packet.Pts, stop);
            if (!Enqueue(packet, stop, ref awaitsIntra)) _queue.Return(packet);
        }

        _queue.Announce(PacketKind.Closed, null, Now());
        return packets;
    }

    /// <summary>Queues a packet by the source's policy; false when it was dropped, and counted.</summary>
    private bool Enqueue(AvPacket packet, CancellationToken stop, ref bool awaitsIntra)
    {
        if (!IsLive) return _queue.Add(packet, Now(), stop);

        // What follows a lost packet refers to it: nothing up to the next intra frame can be shown whole.
        if (awaitsIntra && !packet.IsKey)
        {
            _setup.Ledger.ArriveAndEnd(Outcome.AwaitingKeyframe);
            return false;
        }

        awaitsIntra = false;
        if (_queue.TryAdd(packet, Now())) return true;
        awaitsIntra = true;
        _setup.Ledger.ArriveAtFullDecoder();
        return false;
    }

    private DemuxerOptions DemuxerOptions()
    {
        var options = new Dictionary<string, string>();
        if (_config.Uri.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase))
            options["rtsp_transport"] = _config.Transport == RtspTransport.Udp ? "udp" : "tcp";
        return new() { Options = options, OpenTimeout = _config.Timeout, ReadTimeout = _config.Timeout, NoBuffer = _isCamera };
    }

    /// <summary>One thread a source, unless there are fewer sources than cores.</summary>
    private int DecoderThreads => Math.Max(1, Environment.ProcessorCount / Math.Max(1, _setup.SourceCount));

    private Arrival Now() => new(_setup.Time.GetTimestamp(), _setup.Time.GetUtcNow());

    private void Fail(Exception fault)
    {
        Update(SourceState.Ended, SourceUrl.Redact(fault.Message));
        LogFailed(_setup.Log, Id, SourceUrl.Redact(fault.Message));
    }
}
