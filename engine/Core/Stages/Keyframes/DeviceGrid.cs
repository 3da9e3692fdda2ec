using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Cuda;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Reduces pictures where they were decoded: of one in a device's memory six kilobytes of means come to the host in place of the whole. The
/// means are those that <see cref="LumaGrid.Read"/> makes of the same samples. Memory is made on the first such picture. For one caller at a time.
/// </summary>
/// <param name="devices">Gives a device by its number, null where the kernels cannot run on it; null for those of the process.</param>
internal sealed class DeviceGrid(Func<int, GpuDevice?>? devices = null) : IDisposable
{
    private static readonly Func<int, GpuDevice?> OfTheProcess = static index => ModelGpu.Of(index).Value?.Device;
    private readonly Func<int, GpuDevice?> _devices = devices ?? OfTheProcess;
    private Place? _place;
    private bool _isRefused;

    /// <summary>Reads a picture that lies on a device.</summary>
    /// <param name="picture">Any; borrowed.</param>
    /// <param name="into">Filled with its means.</param>
    /// <returns>False for one that is read on the host: it was decoded or copied there, or the device has no room for this.</returns>
    public bool TryRead(Picture picture, LumaGrid into)
    {
        if (_isRefused || picture is not AvPicture { Surface: { IsCopied: false } surface } || !DeviceInput.Takes(surface)) return false;
        if (picture.Width < LumaGrid.LumaSide || picture.Height < LumaGrid.LumaSide) return false;
        try
        {
            if (PlaceOn(surface.Device) is not { } place) return false;
            place.Read(surface, into);
            return true;
        }
        catch (CudaException)
        {
            // No memory left there, most likely: whole pictures are copied from now on, which is counted.
            _isRefused = true;
            return false;
        }
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose()
    {
        _place?.Dispose();
        _place = null;
    }

    private Place? PlaceOn(int index)
    {
        if (_place?.Index == index) return _place;
        if (_devices(index) is not { } device)
        {
            _isRefused = true;
            return null;
        }

        Dispose();
        return _place = new(device, index);
    }

    /// <summary>What is needed on one device.</summary>
    private sealed class Place(GpuDevice device, int index) : IDisposable
    {
        private readonly CudaStream _stream = new(device.Context);
        private readonly CudaPinnedMemory _written = new(device.Context, Unsafe.SizeOf<FeaturesPicture>());
        private readonly CudaMemory _picture = new(device.Context, Unsafe.SizeOf<FeaturesPicture>());
        private readonly CudaMemory _cells = new(device.Context, FeaturesPicture.CellBytes);
        private readonly CudaPinnedMemory _read = new(device.Context, FeaturesPicture.CellBytes);

        public int Index => index;

        public void Read(DeviceSurface surface, LumaGrid into)
        {
            var frame = surface.Frame;
            var (luma, chroma) = (frame.DevicePlane(0), frame.DevicePlane(1));
            MemoryMarshal.Cast<byte, FeaturesPicture>(_written.GetSpan())[0] = new()
            {
                Luma = luma.Address,
                Chroma = chroma.Address,
                LumaStride = luma.Stride,
                ChromaStride = chroma.Stride,
                Width = frame.Width,
                Height = frame.Height,
                Deep = frame.SampleFormat.Name == "p010le" ? 1 : 0,
            };
            _stream.Upload(_written.GetSpan(), _picture);
            _stream.WaitForDefault();
            device.Kernels.Features(_stream, _picture, 1, _cells);
            _stream.Fetch(_cells, _read);
            _stream.Synchronize();
            var cells = _read.GetSpan();
            cells[..into.Luma.Length].CopyTo(into.Luma);
            cells.Slice(into.Luma.Length, into.Cb.Length).CopyTo(into.Cb);
            cells.Slice(into.Luma.Length + into.Cb.Length, into.Cr.Length).CopyTo(into.Cr);
        }

        public void Dispose()
        {
            _read.Dispose();
            _cells.Dispose();
            _picture.Dispose();
            _written.Dispose();
            _stream.Dispose();
        }
    }
}
