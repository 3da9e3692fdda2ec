using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Native.Cuda;
using Sluice.Tests.Cuda;

namespace Sluice.Tests.Inference.Device;

public sealed class PictureKernelTests
{
    [GccFact]
    public void Features_OfNv12_AreTheGridsOfTheCpu()
    {
        using var device = EmulatedGpu.Open();
        using var stream = new CudaStream(device.Context);
        // Runs of every kind: none, 8, 16, several; rows of both kinds; sizes that cells do not divide.
        foreach (var (width, height) in new[] { (64, 64), (100, 333), (513, 511), (768, 432), (1101, 600), (1920, 1080), (2000, 70) })
        {
            using var frame = RandomPicture.Frame(width, height, PixelFormat.Nv12, ColorRange.Limited, width);
            using var first = EmulatedGpu.Upload(device, stream, frame.Picture.Plane(0));
            using var second = EmulatedGpu.Upload(device, stream, frame.Picture.Plane(1));
            var grid = new LumaGrid();
            Assert.True(grid.Read(frame.Picture));

            var found = Features(device.Kernels, device.Context, stream, new()
            {
                Luma = first.Address,
                Chroma = second.Address,
                LumaStride = frame.Picture.StrideBytes(0),
                ChromaStride = frame.Picture.StrideBytes(1),
                Width = width,
                Height = height,
            });

            Assert.Equal([.. grid.Luma, .. grid.Cb, .. grid.Cr], found);
        }
    }

    [GccFact]
    public void Features_OfP010_AreTheGridsOfTheCpu()
    {
        const int Width = 333, Height = 201, Stride = 704;
        using var device = EmulatedGpu.Open();
        using var stream = new CudaStream(device.Context);
        using var frame = RandomPicture.Frame(Width, Height, PixelFormat.Yuv420P10, ColorRange.Limited);
        using var luma = EmulatedGpu.Upload(device, stream, Words(frame.Picture, [0], Width, Height, Stride));
        using var chroma = EmulatedGpu.Upload(device, stream, Words(frame.Picture, [1, 2], (Width + 1) / 2, (Height + 1) / 2, Stride));
        var grid = new LumaGrid();
        Assert.True(grid.Read(frame.Picture));

        var found = Features(device.Kernels, device.Context, stream, new()
        {
            Luma = luma.Address,
            Chroma = chroma.Address,
            LumaStride = Stride,
            ChromaStride = Stride,
            Width = Width,
            Height = Height,
            Deep = 1,
        });

        Assert.Equal([.. grid.Luma, .. grid.Cb, .. grid.Cr], found);
    }

    private static byte[] Features(CudaKernels kernels, CudaContext context, CudaStream stream, FeaturesPicture picture)
    {
        // Two of the same, so that the place of each in the batch counts.
        FeaturesPicture[] pictures = [picture with { Width = 64, Height = 64 }, picture];
        using var list = new CudaMemory(context, MemoryMarshal.AsBytes(pictures.AsSpan()).Length);
        using var cells = new CudaMemory(context, 2 * FeaturesPicture.CellBytes);
        stream.Upload(MemoryMarshal.AsBytes(pictures.AsSpan()), list);
        kernels.Features(stream, list, 2, cells);
        var found = new byte[FeaturesPicture.CellBytes];
        stream.Download(cells, found, FeaturesPicture.CellBytes);
        return found;
    }

    private static byte[] Words(Picture picture, int[] planes, int width, int height, int stride)
    {
        var bytes = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var to = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan(y * stride, stride));
            for (var i = 0; i < planes.Length; i++)
            {
                var from = MemoryMarshal.Cast<byte, ushort>(picture.Plane(planes[i])[(y * picture.StrideBytes(planes[i]))..]);
                for (var x = 0; x < width; x++) to[(x * planes.Length) + i] = (ushort)(from[x] << 6);
            }
        }

        return bytes;
    }
}
