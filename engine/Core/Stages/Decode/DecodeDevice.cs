using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// The device that decodes a stream, and the device's memory that the stream's frames hold: first surfaces of the decoder, and when those are
/// out, copies made on the device. For one thread at a time; pictures may be freed on any.
/// </summary>
/// <param name="device">The device; shared.</param>
/// <param name="budget">Bytes that frames which left the decoder may hold together.</param>
/// <param name="frameBytes">Bytes of a frame of the stream, as its container says its size.</param>
internal sealed class DecodeDevice(AvHardwareDevice device, long budget, long frameBytes) : IDisposable
{
    // NVDEC takes 32 surfaces at most, and H.264 may need 16 of them and some more itself.
    private const int MostOfDecoder = 8;

    private readonly SurfaceCount _held = new(MostOfDecoder);
    private readonly SurfaceCount _copies = new(int.MaxValue);
    private AvSurfacePool? _pool;
    private int _poolFormat;
    private bool _isFull;

    /// <summary>The device.</summary>
    public AvHardwareDevice Device => device;

    /// <summary>Surfaces of the decoder that may leave it: it has to have so many more.</summary>
    public int Surfaces => Math.Min(FramesOf(frameBytes), MostOfDecoder);

    /// <summary>Keeps a decoded frame on the device.</summary>
    /// <param name="decoded">A surface of the decoder; taken over unless the answer is null.</param>
    /// <param name="owner">Gives the frame of a copy, and takes back the one that was copied.</param>
    /// <returns>Null where the stream's frames hold all they may, or the device has no memory left.</returns>
    public DeviceSurface? TryKeep(AvFrame decoded, PictureOwner owner)
    {
        // A stream may have grown since it was opened.
        var most = FramesOf(decoded.SampleFormat.PackedBytes(decoded.Width, decoded.Height));
        if (_held.TryEnter(most)) return new(decoded, device.Index, _held);

        // Whoever keeps frames for long must not starve the decoder of surfaces.
        if (_isFull || !_copies.TryEnter(most - MostOfDecoder)) return null;
        var copy = owner.Rent();
        try
        {
            PoolFor(decoded).Rent(copy);
            copy.UploadFrom(decoded);
        }
        catch (AvException)
        {
            _copies.Leave();
            owner.Return(copy);
            _isFull = true;
            return null;
        }

        // Who writes the surface next does so after the copy, on the same stream of the device.
        owner.Return(decoded);
        return new(copy, device.Index, _copies);
    }

    /// <summary>Gives the memory of copies up, once the pictures that hold them are freed: a stream that is decoded again makes others.</summary>
    public void Release()
    {
        _pool?.Dispose();
        (_pool, _isFull) = (null, false);
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    private int FramesOf(long bytes) => (int)Math.Clamp(budget / Math.Max(1, bytes), 0, int.MaxValue);

    private AvSurfacePool PoolFor(AvFrame frame)
    {
        var format = frame.SampleFormat;
        if (_pool is { } known && known.Width == frame.Width && known.Height == frame.Height && _poolFormat == format.Id) return known;
        Release();
        _poolFormat = format.Id;
        return _pool = new(device, frame.Width, frame.Height, format);
    }
}
