using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.History;

/// <summary>
/// The last packets of one source, from an intra frame on, bounded in time and in bytes. The source adds; whoever writes clips reads at its
/// own pace, and is told when it fell behind. It outlives the source's runs: what was kept stays until everybody who asked for it has seen
/// the source's end. Payloads are shared with the decoder, not copied. Safe from any thread.
/// </summary>
public sealed class PacketHistory
{
    // A camera that goes back by more has begun anew, whatever its container says.
    private const double LongestStepBackSeconds = 1;

    // Guards everything; held for a few instructions a packet.
    private readonly Lock _gate = new();
    private readonly Queue<KeptPacket> _kept = new();
    private double _seconds;
    private long _maxBytes;
    private long _bytes;
    private long _number;
    private VideoStreamInfo? _video;
    private int _stream;
    private long _openings;
    private double? _lastSeconds;
    private double _clock;
    private int _takers;
    private int _released;
    private int _endedStream;

    /// <summary>How often activity began, as the source's gate saw it.</summary>
    public long Openings => Interlocked.Read(ref _openings);

    internal void Ask(double seconds, long maxBytes)
    {
        lock (_gate) (_seconds, _maxBytes, _takers) = (Math.Max(_seconds, seconds), Math.Max(_maxBytes, maxBytes), _takers + 1);
    }

    /// <summary>Begins a stream; its packets can't be joined with earlier ones.</summary>
    internal void Begin(VideoStreamInfo video)
    {
        lock (_gate) (_video, _stream, _lastSeconds) = (video, _stream + 1, null);
    }

    /// <summary>The source's run has ended; what was kept stays for the triggers that are still on their way.</summary>
    internal void End()
    {
        lock (_gate) (_video, _endedStream) = (null, _stream);
    }

    /// <summary>Whoever asked for the packets has seen the source's end. The last one to say so lets go of them; those of a later run stay.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (++_released < _takers) return;
            _released = 0;
            while (_kept.TryPeek(out var oldest) && oldest.Stream <= _endedStream) Drop();
        }
    }

    internal void NoteOpenings(long openings) => Interlocked.Exchange(ref _openings, openings);

    /// <summary>Keeps a packet; it stays the caller's.</summary>
    internal void Add(AvPacket packet)
    {
        lock (_gate)
        {
            if (_video is not { } video) return;
            var copy = new AvPacket();
            copy.Ref(packet);
            var seconds = (packet.Dts ?? packet.Pts ?? 0) * video.TimeBase.Value;
            var step = seconds - _lastSeconds ?? 0;
            if (step < -LongestStepBackSeconds) _stream++;
            _clock += Math.Max(0, step);
            _lastSeconds = seconds;
            _kept.Enqueue(new(++_number, _stream, video, copy, seconds, _clock, packet.IsKey));
            _bytes += packet.Size;
            while (_bytes > _maxBytes && _kept.Count > 1) Drop();
            while (_kept.TryPeek(out var oldest) && _clock - oldest.Clock > _seconds && HasLaterStart(oldest)) Drop();
        }
    }

    /// <summary>Finds where the clip around a frame begins: at the last intra frame that is shown early enough, or the first there is.</summary>
    /// <param name="pts">The frame's presentation time in units of its stream, which is the newest that has a packet of that time.</param>
    /// <param name="pre">Seconds that should come before it.</param>
    /// <returns>Null when the frame's packet is gone, or the intra frame it needs.</returns>
    internal ClipStart? Find(long pts, double pre)
    {
        lock (_gate)
        {
            KeptPacket? frame = null;
            foreach (var kept in _kept)
                if (kept.Packet.Pts == pts) frame = kept;
            if (frame is not { Shown: { } at } found) return null;
            long? start = null;
            foreach (var kept in _kept)
            {
                if (kept.Number > found.Number) break;
                if (kept.Stream != found.Stream || !kept.IsKey || kept.Shown is not { } shown) continue;
                if (start != null && shown > at - pre) break;
                start = kept.Number;
            }

            return start is { } number ? new(number, found.Stream, at) : null;
        }
    }

    /// <summary>Gives the packets from a number on; each is the taker's to dispose.</summary>
    /// <param name="from">The first packet's number.</param>
    /// <param name="into">Gets them.</param>
    /// <returns>False when packets in between are gone already: the reader fell behind.</returns>
    internal bool Read(long from, List<KeptPacket> into)
    {
        lock (_gate)
        {
            if (from < _number - _kept.Count + 1 && from <= _number) return false;
            foreach (var kept in _kept)
            {
                if (kept.Number < from) continue;
                var copy = new AvPacket();
                copy.Ref(kept.Packet);
                into.Add(kept with { Packet = copy });
            }

            return true;
        }
    }

    // What was asked for begins at an intra frame, so the group it lies in stays whole.
    private bool HasLaterStart(in KeptPacket oldest)
    {
        foreach (var kept in _kept)
            if (kept.IsKey && kept.Number != oldest.Number) return _clock - kept.Clock >= _seconds;
        return false;
    }

    private void Drop()
    {
        var kept = _kept.Dequeue();
        _bytes -= kept.Packet.Size;
        kept.Packet.Dispose();
    }
}
