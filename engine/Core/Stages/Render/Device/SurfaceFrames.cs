using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Render.Device;

/// <summary>Recycles the empty frames of pictures that a stage draws on a device; their surfaces go back to the device. Thread-safe.</summary>
internal sealed class SurfaceFrames : IAvPictureOwner, IDisposable
{
    private readonly AvFramePool _pool = new(32);

    /// <summary>Frames rented and not returned: 0 when nothing leaks.</summary>
    public int Outstanding => _pool.Outstanding;

    /// <summary>An empty frame.</summary>
    public AvFrame Rent() => _pool.Rent();

    /// <inheritdoc/>
    public void Return(AvFrame frame, long sizeBytes) => _pool.Return(frame);

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
