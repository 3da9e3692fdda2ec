using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Tests.Cuda;

namespace Sluice.Tests.Inference.Device;

[Collection(nameof(DeviceTrafficCollection))]
public sealed class DevicePreprocessorTests
{
    [GccTheory]
    [InlineData(1, InputRounding.Exact)]
    [InlineData(2001, InputRounding.Levels)]
    public void Put_AnyPictureAreaAndLayout_IsWithinALevelOfTheCpu(int first, InputRounding rounding)
    {
        using var device = EmulatedGpu.Open();
        var (elements, same) = (0L, 0L);
        for (var seed = first; seed < first + 60; seed++)
        {
            var drawn = PreprocessingCase.Draw(seed, rounding);
            using var preprocessor = new DevicePreprocessor(device, drawn.Layout, 1);

            var place = preprocessor.Put(0, drawn.Picture, drawn.Rotation, drawn.Area);
            preprocessor.Launch(1);

            var (found, expected) = (Numbers(drawn.Layout, Downloaded(preprocessor, drawn.Layout, 1)), drawn.Write(RowEngine.Portable));
            for (var i = 0; i < expected.Length; i++)
            {
                var level = Math.Abs(drawn.Layout.Multiply[ReferenceResize.ChannelOf(drawn.Layout, i)]);
                var unit = drawn.Layout.Element == InputElement.UInt8 ? Math.Max(1, level) : level;
                Assert.True(Math.Abs(found[i] - expected[i]) <= unit * 1.001, $"{found[i]} and {expected[i]} at {i}, seed {seed}: {drawn}");
                if (Math.Abs(found[i] - expected[i]) <= 1e-6 * Math.Abs(expected[i])) same++;
            }

            elements += expected.Length;
            Assert.True(place.Width > 0);
        }

        // Weights that lie between two of their steps may be rounded the other way; more would be another arithmetic.
        Assert.True(same >= 0.9999 * elements, $"{elements - same} of {elements} elements differ.");
    }

    [GccFact]
    public void Put_P010_IsWhatTheCpuMakesOfTheSamePlanarPicture()
    {
        using var device = EmulatedGpu.Open();
        foreach (var rounding in Enum.GetValues<InputRounding>())
        {
            foreach (var rotation in new[] { 0, 90, 180, 270 })
            {
                var picture = new PaddedPicture(new(7), 75, 51, PixelFormat.Yuv420P10, ColorRange.Limited, ColorMatrix.Bt2020, 6);
                var layout = new InputLayout { Width = 40, Height = 48, Rounding = rounding, Multiply = [1 / 255f, 1 / 255f, 1 / 255f] };
                using var preprocessor = new DevicePreprocessor(device, layout, 1);
                using var luma = EmulatedGpu.Upload(device, preprocessor.Stream, P010(picture, [0], 75, 51, 160));
                using var chroma = EmulatedGpu.Upload(device, preprocessor.Stream, P010(picture, [1, 2], 38, 26, 160));

                preprocessor.Put(0, new(luma.Address, chroma.Address, 0, 160, 160, 0, IsP010: true), PictureKind.Of(picture, rotation), null);
                preprocessor.Launch(1);

                Assert.Equal(OnTheCpu(picture, rotation, layout), Downloaded(preprocessor, layout, 1));
            }
        }
    }

    [GccFact]
    public void Launch_PicturesOfManySizesAndFormats_WritesEachIntoItsPlace()
    {
        using var device = EmulatedGpu.Open();
        var layout = new InputLayout { Width = 64, Height = 40 };
        using var preprocessor = new DevicePreprocessor(device, layout, 4);
        Picture[] pictures =
        [
            RandomPicture.Frame(320, 180, PixelFormat.Nv12, ColorRange.Limited, 1).Picture,
            RandomPicture.Frame(33, 97, PixelFormat.Yuv420P, ColorRange.Full, 2).Picture,
            RandomPicture.Frame(64, 40, PixelFormat.Rgb24, ColorRange.Full, 3).Picture,
        ];

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < pictures.Length; i++) preprocessor.Put(i, pictures[i], 0, null);
            preprocessor.Launch(pictures.Length);
            Array.Reverse(pictures);
        }

        Array.Reverse(pictures);
        var found = Downloaded(preprocessor, layout, 3);
        for (var i = 0; i < pictures.Length; i++)
            Assert.Equal(OnTheCpu(pictures[i], 0, layout), found[(i * layout.SizeBytes)..((i + 1) * layout.SizeBytes)]);
    }

    [GccFact]
    public void PutAndLaunch_SizesSeenBefore_AllocateNothing()
    {
        using var device = EmulatedGpu.Open();
        using var preprocessor = new DevicePreprocessor(device, new() { Width = 64, Height = 40 }, 1);
        using var frame = RandomPicture.Frame(96, 54, PixelFormat.Nv12, ColorRange.Limited);
        void Once()
        {
            preprocessor.Put(0, frame.Picture, 0, null);
            preprocessor.Launch(1);
        }

        Assert.Equal(0, SteadyAllocation.Of(10, Once));
    }

    [GccTheory]
    [InlineData(-1, 0, 10, 10)]
    [InlineData(0, 55, 10, 10)]
    public void Put_AreaOutsideTheDisplayedFrame_SaysSo(int x, int y, int width, int height)
    {
        using var device = EmulatedGpu.Open();
        using var preprocessor = new DevicePreprocessor(device, new() { Width = 8, Height = 8 }, 1);
        using var frame = RandomPicture.Frame(64, 32, PixelFormat.Nv12, ColorRange.Limited);

        var fault = Assert.Throws<ArgumentException>(() => preprocessor.Put(0, frame.Picture, 90, new(x, y, width, height)));

        Assert.Contains($"{width}x{height} at {x},{y}", fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Downloaded(DevicePreprocessor preprocessor, InputLayout layout, int images)
    {
        var bytes = new byte[images * layout.SizeBytes];
        preprocessor.Stream.Download(preprocessor.Target, bytes);
        return bytes;
    }

    private static byte[] OnTheCpu(Picture picture, int rotation, InputLayout layout)
    {
        var target = new byte[layout.SizeBytes];
        ResamplePlan? bordered = null;
        new FramePreprocessor(layout).Write(picture, rotation, null, target, ref bordered);
        return target;
    }

    private static double[] Numbers(InputLayout layout, byte[] bytes) => layout.Element switch
    {
        InputElement.Float32 => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(value => (double)value)],
        InputElement.Float16 => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(value => (double)value)],
        _ => [.. bytes.Select(value => (double)value)],
    };

    // Ten bits in the upper part of each word, the samples of several planes in turns.
    private static byte[] P010(PaddedPicture picture, int[] planes, int width, int height, int stride)
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
