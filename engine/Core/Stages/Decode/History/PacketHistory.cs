using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.History;

/// <summary>
/// The last packets of one source, from an intra frame on, bounded in time and in bytes. The source adds; whoever writes clips reads at its
/// own pace, and is told when it fell behind. Payloads are shared with the decoder, not copied. Safe from any thread.
/// </summary>
public sealed class PacketHistory : IDisposable
{
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
    private bool _disposed;

    /// <summary>How often activity began, as the source's gate saw it.</summary>
    public long Openings => Interlocked.Read(ref _openings);

    internal void Ask(double seconds, long maxBytes)
    {
        lock (_gate) (_seconds, _maxBytes) = (Math.Max(_seconds, seconds), Math.Max(_maxBytes, maxBytes));
    }

    /// <summary>Begins a stream; its packets can't be joined with earlier ones.</summary>
    internal void Begin(VideoStreamInfo video)
    {
        lock (_gate) (_video, _stream) = (video, _stream + 1);
    }

    internal void NoteOpenings(long openings) => Interlocked.Exchange(ref _openings, openings);

    /// <summary>Keeps a packet; it stays the caller's.</summary>
    internal void Add(AvPacket packet)
    {
        lock (_gate)
        {
            if (_disposed || _video is not { } video) return;
            var copy = new AvPacket();
            copy.Ref(packet);
            var seconds = (packet.Dts ?? packet.Pts ?? 0) * video.TimeBase.Value;
            _kept.Enqueue(new(++_number, _stream, video, copy, seconds, packet.IsKey));
            _bytes += packet.Size;
            while (_bytes > _maxBytes && _kept.Count > 1) Drop();
            while (_kept.TryPeek(out var oldest) && (oldest.Stream != _stream || seconds - oldest.Seconds > _seconds) && HasLaterStart(oldest, seconds)) Drop();
        }
    }

    /// <summary>Finds where a clip begins: the last intra frame at or before a time of the newest stream, or the first there is.</summary>
    /// <param name="seconds">Decoding time.</param>
    /// <returns>The number of that packet; null when there is none.</returns>
    internal long? StartAt(double seconds)
    {
        lock (_gate)
        {
            long? found = null;
            foreach (var kept in _kept)
            {
                if (kept.Stream != _stream || !kept.IsKey) continue;
                if (found != null && kept.Seconds > seconds) break;
                found = kept.Number;
            }

            return found;
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
            if (_kept.TryPeek(out var oldest) && oldest.Number > from) return false;
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

    /// <summary>Frees every packet.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_kept.Count > 0) Drop();
        }
    }

    // What was asked for begins at an intra frame, so the group it lies in stays whole.
    private bool HasLaterStart(in KeptPacket oldest, double now)
    {
        if (oldest.Stream != _stream) return true;
        foreach (var kept in _kept)
        {
            if (kept.Number == oldest.Number || !kept.IsKey || kept.Stream != _stream) continue;
            return now - kept.Seconds >= _seconds;
        }

        return false;
    }

    private void Drop()
    {
        var kept = _kept.Dequeue();
        _bytes -= kept.Packet.Size;
        kept.Packet.Dispose();
    }
}
