using Sluice.Abstractions;
using Sluice.Core.Stages.Render;
using Sluice.Core.Stages.Render.Device;
using Sluice.Native.Cuda;
using Sluice.Tests.Cuda;
using Sluice.Tests.Inference.Device;

namespace Sluice.Tests.Render.Device;

public sealed class DrawKernelTests
{
    [GccTheory]
    [InlineData(64, 48)]
    [InlineData(63, 47)]
    [InlineData(130, 34)]
    public void Draw_WhateverThereIs_IsToTheByteWhatTheCanvasDraws(int width, int height)
    {
        using var device = EmulatedGpu.Open();
        using var stream = new CudaStream(device.Context);
        var random = new Random(5);
        int stride = width + 5, rows = (height + 1) / 2;
        byte[] luma = new byte[stride * height], chroma = new byte[(stride + 1) * rows];
        random.NextBytes(luma);
        random.NextBytes(chroma);
        using var first = EmulatedGpu.Upload(device, stream, luma);
        using var second = EmulatedGpu.Upload(device, stream, chroma);
        using var atlas = EmulatedGpu.Upload(device, stream, GlyphAtlas.Bytes.Span);
        using var toLuma = EmulatedGpu.Upload(device, stream, new byte[luma.Length]);
        using var toChroma = EmulatedGpu.Upload(device, stream, new byte[chroma.Length]);
        var list = new DrawList();
        list.Begin(width, height);
        Draw(new YuvCanvas(list), 5);
        list.End();
        using var commands = new CudaMemory(device.Context, list.SizeBytes);
        var written = new byte[list.SizeBytes];
        var (bands, order) = list.Write(written, commands.Address, atlas.Address);
        stream.Upload(written, commands);

        device.Kernels.Draw(stream, new()
        {
            FromLuma = first.Address,
            FromChroma = second.Address,
            Luma = toLuma.Address,
            Chroma = toChroma.Address,
            Bands = bands,
            Order = order,
            FromLumaStride = stride,
            FromChromaStride = stride + 1,
            LumaStride = stride,
            ChromaStride = stride + 1,
            FromWidth = width,
            FromHeight = height,
            Width = width,
            Height = height,
        }, commands.Address);

        Draw(new YuvCanvas(PixelFormat.Nv12, width, height, luma, stride, chroma, stride + 1, [], 0), 5);
        byte[] drawnLuma = new byte[luma.Length], drawnChroma = new byte[chroma.Length];
        stream.Download(toLuma, drawnLuma);
        stream.Download(toChroma, drawnChroma);
        for (var y = 0; y < height; y++) Assert.Equal(luma.AsSpan(y * stride, width), drawnLuma.AsSpan(y * stride, width));
        for (var y = 0; y < rows; y++) Assert.Equal(chroma.AsSpan(y * (stride + 1), (width + 1) / 2 * 2), drawnChroma.AsSpan(y * (stride + 1), (width + 1) / 2 * 2));
    }

    // The same things on any canvas: within it, over its borders, outside of it.
    private static void Draw(in YuvCanvas canvas, int seed)
    {
        var random = new Random(seed);
        var mask = new byte[24 * 24];
        for (var i = 0; i < 60; i++)
        {
            int x = random.Next(-9, canvas.Width), y = random.Next(-9, canvas.Height), width = random.Next(25), height = random.Next(25);
            var color = new YuvColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
            random.NextBytes(mask);
            switch (i % 4)
            {
                case 0:
                    canvas.Fill(new(x, y, x + width, y + height), color);
                    break;
                case 1:
                    canvas.Blend(new(x, y, x + width, y + height), color, random.Next(257));
                    break;
                case 2:
                    canvas.Stamp(mask, Math.Min(24, width), Math.Min(24, height), x, y, color);
                    break;
                default:
                    canvas.Write("Ag\u00e9#1", x, y, GlyphAtlas.Nearest(random.Next(8, 30)), color);
                    break;
            }
        }
    }
}
