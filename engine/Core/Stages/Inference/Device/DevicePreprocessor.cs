using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.Cuda;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>
/// Turns pictures of any sizes into a batch of a model's input on a device, in one launch: as <see cref="FramePreprocessor"/> does on the
/// CPU, to the same numbers. Pictures that lie in host memory are uploaded first. Memory is made on the first picture of each size and kept.
/// One thread at a time; the device must outlive it.
/// </summary>
internal sealed class DevicePreprocessor : IDisposable
{
    private readonly GpuDevice _device;
    private readonly InputLayout _layout;
    private readonly LetterboxLayout _input;
    private readonly CudaPinnedMemory _written;
    private readonly CudaMemory _pictures;
    private readonly UploadSlot[] _slots;
    private readonly CudaStream _own;

    /// <summary>Takes the memory of a batch.</summary>
    /// <param name="device">Where; borrowed.</param>
    /// <param name="layout">The model's input.</param>
    /// <param name="images">Most images of a batch, at least 1.</param>
    /// <exception cref="CudaException">The device has not so much memory left.</exception>
    public DevicePreprocessor(GpuDevice device, InputLayout layout, int images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        (_device, _layout, _input) = (device, layout, DevicePlan.Of(layout));
        var size = Unsafe.SizeOf<LetterboxPicture>();
        _own = new(device.Context);
        Stream = _own;
        _written = new(device.Context, images * size);
        _pictures = new(device.Context, images * size);
        Target = new(device.Context, (long)images * layout.SizeBytes);
        _slots = new UploadSlot[images];
        for (var i = 0; i < images; i++) _slots[i] = new(device.Context);
    }

    /// <summary>Where all of it runs; what reads the input follows on it, or waits for it.</summary>
    public CudaStream Stream { get; private set; }

    /// <summary>The input: image after image.</summary>
    public CudaMemory Target { get; }

    /// <summary>Goes on on another stream; waits for what the one before was given.</summary>
    /// <param name="stream">Borrowed until the next call; null for one of its own.</param>
    public void MoveTo(CudaStream? stream)
    {
        if (ReferenceEquals(stream ?? _own, Stream)) return;
        Stream.Synchronize();
        Stream = stream ?? _own;
    }

    /// <summary>Puts a picture of host memory into the batch: it is uploaded.</summary>
    /// <param name="at">Its place in the batch.</param>
    /// <param name="picture">Any format but <see cref="PixelFormat.Other"/>; borrowed until this returns.</param>
    /// <param name="rotation">Degrees to turn it clockwise for display: 0, 90, 180 or 270.</param>
    /// <param name="area">The part of the displayed frame to show; null for all of it.</param>
    /// <returns>Where the frame lies in the input.</returns>
    /// <exception cref="ArgumentException">The format, the memory, the rotation or the area does not fit.</exception>
    public Placement Put(int at, Picture picture, int rotation, PictureArea? area)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Memory != MemoryKind.Host || picture.Format == PixelFormat.Other)
            throw new ArgumentException($"A picture of format '{picture.FormatName}' in {picture.Memory} memory cannot be uploaded: convert it first.", nameof(picture));
        var samples = _slots[at].Upload(picture, Stream);
        DeviceTraffic.Uploaded(_slots[at].Bytes);
        return Put(at, samples, PictureKind.Of(picture, rotation), area);
    }

    /// <summary>Puts a picture of the device's memory into the batch.</summary>
    /// <param name="at">Its place in the batch.</param>
    /// <param name="samples">Where it lies; must stay as it is until the launch is done.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="area">The part of the displayed frame to show; null for all of it.</param>
    /// <returns>Where the frame lies in the input.</returns>
    /// <exception cref="ArgumentException">The rotation or the area does not fit.</exception>
    public Placement Put(int at, in DeviceSamples samples, in PictureKind kind, PictureArea? area)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)at, (uint)_slots.Length, nameof(at));
        if (kind.Rotation is not (0 or 90 or 180 or 270))
            throw new ArgumentException($"A rotation of {kind.Rotation} degrees is none of 0, 90, 180, 270.", nameof(kind));
        var whole = kind.Whole;
        var part = area ?? whole;
        if (part.X < 0 || part.Y < 0 || part.Width < 1 || part.Height < 1 || part.X > whole.Width - part.Width || part.Y > whole.Height - part.Height)
            throw new ArgumentException(
                $"An area of {part.Width}x{part.Height} at {part.X},{part.Y} does not lie within a frame of {whole.Width}x{whole.Height}.", nameof(area));
        var place = Placement.Of(part, whole.Width, whole.Height, _layout);
        MemoryMarshal.Cast<byte, LetterboxPicture>(_written.GetSpan())[at] = DevicePlan.Of(samples, kind, part, place, _layout);
        return place;
    }

    /// <summary>Gives the batch's launch to the stream.</summary>
    /// <param name="count">Pictures put, from the first place on.</param>
    public void Launch(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _slots.Length);
        Stream.Upload(_written.GetSpan()[..(count * Unsafe.SizeOf<LetterboxPicture>())], _pictures);
        Stream.WaitForDefault(); // where the decoders write their surfaces
        _device.Kernels.Letterbox(Stream, _pictures, count, _input, Target);
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose()
    {
        foreach (var slot in _slots) slot.Dispose();
        Target.Dispose();
        _pictures.Dispose();
        _written.Dispose();
        _own.Dispose();
    }
}
