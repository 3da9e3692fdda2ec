using Sluice.Core.Graph;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>Recycles the frames of one source and returns their bytes to the engine's budget.</summary>
/// <param name="budget">What the pictures were taken from.</param>
internal sealed class PictureOwner(FrameBudget budget) : IAvPictureOwner, IDisposable
{
    private readonly AvFramePool _pool = new(32);

    /// <summary>An empty frame.</summary>
    public AvFrame Rent() => _pool.Rent();

    /// <summary>Takes back a frame that never became a picture.</summary>
    public void Return(AvFrame frame) => _pool.Return(frame);

    /// <inheritdoc/>
    public void Return(AvFrame frame, long sizeBytes)
    {
        _pool.Return(frame);
        budget.Return(sizeBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
