using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Render;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>Shows the pictures of one source to FFmpeg's encoders as they are displayed; copies only what has to be turned.</summary>
internal sealed class UprightPictures : IDisposable
{
    private readonly PicturePool _pool = new(1);
    private readonly PictureCopier _copier;
    private AvFrame? _turned;

    /// <summary>A view of one source's pictures; for one caller at a time.</summary>
    public UprightPictures() => _copier = new(_pool);

    /// <summary>A frame's picture, upright.</summary>
    /// <param name="frame">The frame; borrowed.</param>
    /// <returns>Borrowed: valid until the next call, and while the frame is held.</returns>
    public AvFrame Of(Frame frame) => Of(frame.Picture, frame.Rotation);

    /// <summary>A picture, upright.</summary>
    /// <param name="picture">The picture; borrowed.</param>
    /// <param name="rotation">Degrees left to turn it clockwise.</param>
    /// <param name="device">A device whose NV12 is taken as it lies there; null to have all in host memory.</param>
    /// <returns>Borrowed: valid until the next call, and while the picture is held.</returns>
    public AvFrame Of(Picture picture, int rotation, int? device = null)
    {
        if (rotation == 0 && device != null && picture is AvPicture { Surface: { } surface } && surface.Device == device && IsEncodable(surface.Frame))
            return surface.Frame;
        if (rotation == 0) return _copier.AsNative(picture);
        if (_turned != null) _pool.Return(_turned, 0);
        _turned = null;
        return _turned = _copier.Copy(picture, rotation);
    }

    // An odd column or row has to be scaled away, which the host does.
    private static bool IsEncodable(AvFrame frame) => (frame.Width | frame.Height) % 2 == 0 && frame.SampleFormat.Id == AvPixelFormat.Nv12.Id;

    /// <inheritdoc/>
    public void Dispose()
    {
        _turned?.Dispose();
        _copier.Dispose();
        _pool.Dispose();
    }
}
