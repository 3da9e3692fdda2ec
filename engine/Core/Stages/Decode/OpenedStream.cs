using Sluice.Core.Stages.Decode.Sessions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>A recording or connection: made by the reader, decoded by the decoder's task, which tells the reader here how it goes.</summary>
/// <param name="video">What the container says.</param>
/// <param name="options">How to decode it.</param>
/// <param name="recording">What was opened.</param>
internal sealed class OpenedStream(VideoStreamInfo video, DecoderOptions options, Recording recording)
{
    private (VideoDecoder? Decoder, (int Width, int Height) Size, long Since) _waiting;
    private StreamFault? _fault;
    private long _firstFrameAt;
    private long _lastFrameAt;

    /// <summary>What the container says.</summary>
    public VideoStreamInfo Video => video;

    /// <summary>How to decode it.</summary>
    public DecoderOptions Options => options;

    /// <summary>What decodes it; null for the CPU.</summary>
    public DecodeDevice? Device { get; init; }

    /// <summary>Of packets and frames.</summary>
    public AvRational TimeBase => video.TimeBase;

    /// <summary>Clockwise, for display.</summary>
    public int RotationDegrees => video.RotationDegrees;

    /// <summary>The recording's name; null for cameras and single files.</summary>
    public string? Session => recording.Session;

    /// <summary>When the recording's pts 0 was taken, where its metadata says so.</summary>
    public DateTimeOffset? StartedAt => recording.StartedAt;

    /// <summary>Who is told that all of it was decoded; null when nobody asks.</summary>
    public SessionProgress? Progress => recording.Progress;

    /// <summary>Its decoder, made for the first packet that is decoded; belongs to the decoder's task.</summary>
    public VideoDecoder? Decoder { get; set; }

    /// <summary>Whether its decoder was closed because there was nothing to decode.</summary>
    public bool IsClosedForNow { get; set; }

    /// <summary>Whether its decoder is to forget all pictures before it is given the next packet.</summary>
    public bool IsFlushOwed { get; set; }

    /// <summary>Whether parameters came in packets, beside those of the header.</summary>
    public bool HasOwnParameters { get; set; }

    /// <summary>The size that its decoder is at, as the stream's parameters say it; null where they have not been seen.</summary>
    public (int Width, int Height)? CodedSize { get; private set; }

    /// <summary>
    /// Notes the size of what comes next. Where it is another, the decoder waits, and the one that waited is the decoder if it has been at that
    /// size; there may be none then.
    /// </summary>
    /// <param name="size">As the stream's parameters say it.</param>
    /// <param name="hasWaited">Says of a time whether what waits since then has waited long enough.</param>
    /// <param name="now">The time.</param>
    public void Resize((int Width, int Height) size, Func<long, bool> hasWaited, long now)
    {
        if (CodedSize is { } known && known != size)
        {
            var other = _waiting.Size == size ? _waiting.Decoder : null;
            if (other == null) _waiting.Decoder?.Dispose();
            _waiting = (Decoder, known, now);
            Decoder = other;
        }
        else if (_waiting.Decoder is { } waiting && hasWaited(_waiting.Since))
        {
            waiting.Dispose();
            _waiting = default;
        }

        CodedSize = size;
    }

    /// <summary>Closes its decoders.</summary>
    public void CloseDecoder()
    {
        Decoder?.Dispose();
        _waiting.Decoder?.Dispose();
        (Decoder, _waiting, CodedSize, IsFlushOwed) = (null, default, null, false);
        Device?.Release();
    }

    /// <summary>Why the decoder's task wants no more of it: the reader closes it then. Null while all is well.</summary>
    public StreamFault? Fault
    {
        get => Volatile.Read(ref _fault);
        set => Volatile.Write(ref _fault, value);
    }

    /// <summary>A whole frame came out of the decoder.</summary>
    /// <param name="now">Monotonic.</param>
    public void NoteFrame(long now)
    {
        if (_firstFrameAt == 0) Volatile.Write(ref _firstFrameAt, now);
        Volatile.Write(ref _lastFrameAt, now);
    }

    /// <summary>How long frames have come.</summary>
    public TimeSpan GoodFor(TimeProvider time)
    {
        var last = Volatile.Read(ref _lastFrameAt);
        return last == 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _firstFrameAt), last);
    }
}
