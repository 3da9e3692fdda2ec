using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Stages.Render;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Compresses pictures as they are displayed, blurred where that is asked for. For one caller at a time.</summary>
/// <param name="blur">What to make unrecognisable.</param>
/// <param name="quality">Of the JPEG.</param>
/// <param name="png">Whether a PNG is made too.</param>
internal sealed class PictureCompressor(PrivacyBlur blur, int quality, bool png) : IDisposable
{
    private readonly PicturePool _pool = new(1);
    private readonly UprightPictures _upright = new();
    private PictureCopier? _copier;

    /// <summary>Compresses one.</summary>
    /// <param name="picture">Borrowed.</param>
    /// <param name="rotation">Degrees left to turn it clockwise.</param>
    /// <param name="detections">What is in it.</param>
    /// <returns>The JPEG's bytes, and the PNG's where one is wanted.</returns>
    public (byte[] Jpeg, byte[]? Png) Compress(Picture picture, int rotation, ImmutableArray<Detection> detections)
    {
        if (!blur.Applies(detections)) return Encode(_upright.Of(picture, rotation));
        _copier ??= new(_pool);
        var copy = _copier.Copy(picture, rotation);
        try
        {
            blur.Apply(copy, detections);
            return Encode(copy);
        }
        finally
        {
            _pool.Return(copy, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _upright.Dispose();
        _copier?.Dispose();
        _pool.Dispose();
    }

    private (byte[] Jpeg, byte[]? Png) Encode(AvFrame upright)
        => (ImageCodec.EncodeJpeg(upright, quality), png ? ImageCodec.EncodePng(upright) : null);
}
