using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// Decodes the intra frames a gate wants to see. It has a decoder of its own: the stream's may hold frames back, and what the gate sees may
/// yet be decoded in its turn. For one caller at a time.
/// </summary>
/// <param name="owner">Where its frames come from.</param>
internal sealed class IntraDecoder(PictureOwner owner) : IIntraDecoder, IDisposable
{
    private VideoStreamInfo? _video;
    private DecoderOptions _options = new();
    private VideoDecoder? _decoder;
    private bool _isRefused;
    private bool _wasUsed;

    /// <summary>Whether it has a decoder, which takes memory.</summary>
    public bool IsOpen => _decoder != null;

    /// <summary>Begins a stream; the decoder is made for the first look.</summary>
    /// <param name="video">What the container says.</param>
    /// <param name="options">How the stream is decoded.</param>
    public void Begin(VideoStreamInfo video, DecoderOptions options)
    {
        Dispose();
        (_video, _options, _isRefused) = (video, options with { ThreadCount = 1 }, false);
    }

    /// <inheritdoc/>
    public AvFrame? Decode(AvPacket packet)
    {
        if (!Ensure()) return null;
        _wasUsed = true;
        var errors = _decoder!.CorruptPackets;
        var frame = owner.Rent();
        _decoder.Send(packet);
        _decoder.Send(null);
        var isGood = _decoder.Receive(frame) == ReceiveResult.Frame && !frame.IsCorrupt && _decoder.CorruptPackets == errors;
        _decoder.Flush();
        if (isGood) return frame;
        owner.Return(frame);
        return null;
    }

    /// <inheritdoc/>
    public void Return(AvFrame picture) => owner.Return(picture);

    /// <summary>Whether it decoded anything since this was last asked.</summary>
    public bool TakeUse()
    {
        var was = _wasUsed;
        _wasUsed = false;
        return was;
    }

    /// <summary>Lets its decoder go; the next look has a new one.</summary>
    public void Dispose()
    {
        _decoder?.Dispose();
        _decoder = null;
    }

    private bool Ensure()
    {
        if (_decoder != null) return true;
        if (_isRefused || _video == null) return false;
        try
        {
            _decoder = new(_video, _options);
            return true;
        }
        catch (AvException)
        {
            // The stream's own decoder will say so.
            _isRefused = true;
            return false;
        }
    }
}
