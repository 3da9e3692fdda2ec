using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Native.Cuda;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Render.Device;

/// <summary>
/// Draws on the pictures of one source where they were decoded: on a copy in the device's memory, turned upright. What is drawn is the same to
/// the byte as on the host. For one caller at a time.
/// </summary>
/// <param name="overlay">What to draw.</param>
/// <param name="budget">Bytes of the device's memory that drawn pictures of the source may hold; what is over it is drawn on the host.</param>
/// <param name="owner">Gives the frames, and takes them back.</param>
/// <param name="devices">Gives a device by its number, null where it cannot draw; null for those of the process.</param>
internal sealed class DevicePainter(Overlay overlay, long budget, SurfaceFrames owner, Func<int, PaintDevice?>? devices = null) : IDisposable
{
    private readonly Func<int, PaintDevice?> _devices = devices ?? PaintDevice.TryGet;
    private readonly DrawList _list = new();
    private Place? _place;
    private bool _isRefused;

    /// <summary>Draws on a picture that lies on a device.</summary>
    /// <param name="frame">Any; borrowed, not changed.</param>
    /// <returns>The copy, drawn; null for a picture that is drawn on the host: it lies there, or the device has no room for it.</returns>
    public AvPicture? TryDraw(Frame frame)
    {
        if (_isRefused || budget <= 0 || frame.Picture is not AvPicture { Surface: { IsCopied: false } surface }) return null;
        if (surface.Frame.SampleFormat.Id != AvPixelFormat.Nv12.Id) return null;
        try
        {
            if (PlaceOn(surface, frame.Rotation) is not { } place || !place.Held.TryEnter()) return null;
            return Draw(place, surface, frame);
        }
        catch (Exception fault) when (fault is CudaException or AvException)
        {
            // No memory left there, most likely: whole pictures are copied from now on, which is counted.
            _isRefused = true;
            return null;
        }
    }

    /// <summary>Gives the memory up; drawn pictures keep theirs.</summary>
    public void Dispose()
    {
        _place?.Dispose();
        _place = null;
    }

    private AvPicture Draw(Place place, DeviceSurface surface, Frame frame)
    {
        var target = owner.Rent();
        try
        {
            place.Surfaces.Rent(target);
            (target.ColorRange, target.ColorSpace) = (surface.Frame.ColorRange, surface.Frame.ColorSpace);
            _list.Begin(target.Width, target.Height);
            overlay.Draw(new YuvCanvas(_list), frame, Palette.For(frame.Picture.Matrix, frame.Picture.Range));
            _list.End();
            place.Draw(_list, surface.Frame, target, frame.Rotation);
            return new AvPicture(new DeviceSurface(target, place.Index, place.Held), owner, isUpright: true);
        }
        catch
        {
            place.Held.Leave();
            owner.Return(target, 0);
            throw;
        }
    }

    private Place? PlaceOn(DeviceSurface surface, int rotation)
    {
        var quarter = rotation is 90 or 270;
        var (width, height) = quarter ? (surface.Frame.Height, surface.Frame.Width) : (surface.Frame.Width, surface.Frame.Height);
        if (_place is { } known && known.Index == surface.Device && known.Surfaces.Width == width && known.Surfaces.Height == height) return known;
        if (_devices(surface.Device) is not { } device)
        {
            _isRefused = true;
            return null;
        }

        Dispose();
        var most = (int)Math.Min(int.MaxValue, budget / AvPixelFormat.Nv12.PackedBytes(width, height));
        return _place = new(device, surface.Device, new(device.Surfaces, width, height, AvPixelFormat.Nv12), new(most));
    }

    /// <summary>What is needed for pictures of one size on one device.</summary>
    private sealed class Place(PaintDevice device, int index, AvSurfacePool surfaces, SurfaceCount held) : IDisposable
    {
        private readonly CudaStream _stream = new(device.Device.Context);
        private CudaPinnedMemory? _written;
        private CudaMemory? _commands;

        public int Index => index;

        public AvSurfacePool Surfaces => surfaces;

        public SurfaceCount Held => held;

        public void Draw(DrawList list, AvFrame from, AvFrame to, int rotation)
        {
            Fit(list.SizeBytes);
            var written = _written!.GetSpan()[..list.SizeBytes];
            var (bands, order) = list.Write(written, _commands!.Address, device.Atlas.Address);
            var (luma, chroma, toLuma, toChroma) = (from.DevicePlane(0), from.DevicePlane(1), to.DevicePlane(0), to.DevicePlane(1));
            _stream.Upload(written, _commands);
            _stream.WaitForDefault(); // where the decoders write their surfaces
            device.Device.Kernels.Draw(_stream, new()
            {
                FromLuma = luma.Address,
                FromChroma = chroma.Address,
                Luma = toLuma.Address,
                Chroma = toChroma.Address,
                Bands = bands,
                Order = order,
                FromLumaStride = luma.Stride,
                FromChromaStride = chroma.Stride,
                LumaStride = toLuma.Stride,
                ChromaStride = toChroma.Stride,
                FromWidth = from.Width,
                FromHeight = from.Height,
                Width = to.Width,
                Height = to.Height,
                Rotation = rotation,
            }, _commands.Address);

            // Whoever takes the picture knows nothing of this stream, and the decoder gets its surface back.
            _stream.Synchronize();
        }

        public void Dispose()
        {
            _commands?.Dispose();
            _written?.Dispose();
            _stream.Dispose();
            surfaces.Dispose();
        }

        private void Fit(int bytes)
        {
            if (_written != null && _commands!.SizeBytes >= bytes) return;
            _commands?.Dispose();
            _written?.Dispose();
            (_commands, _written) = (null, null);
            // Some more: the next picture has a few letters more.
            _commands = new(device.Device.Context, bytes + (bytes / 2));
            _written = new(device.Device.Context, bytes + (bytes / 2));
        }
    }
}
