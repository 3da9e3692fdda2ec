using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Turns pictures of formats that <see cref="FramePreprocessor"/> cannot read into RGB at the same size, with FFmpeg's scaler. One thread
/// at a time.
/// </summary>
internal sealed class RarePictureConverter : IAvPictureOwner, IDisposable
{
    private readonly Scaler _scaler = new();
    private readonly AvFrame _frame = new();

    /// <summary>Converts a picture.</summary>
    /// <param name="picture">From a decoder; borrowed.</param>
    /// <returns>Valid until the next call; must not be kept.</returns>
    /// <exception cref="NotSupportedException">It is in device memory, not from a decoder, or libswscale cannot read it.</exception>
    public Picture Convert(Picture picture)
    {
        if (picture is not AvPicture native)
            throw new NotSupportedException($"A picture of format '{picture.FormatName}' in {picture.Memory} memory cannot be converted.");
        _scaler.Convert(native.Native, _frame, picture.Width, picture.Height, AvPixelFormat.Rgb24);
        return new AvPicture(_frame, this, picture.IsUpright);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scaler.Dispose();
        _frame.Dispose();
    }

    // The frame stays here: it is filled again by the next conversion.
    void IAvPictureOwner.Return(AvFrame frame, long sizeBytes)
    {
    }
}
