using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.FFmpeg;
using ColorRange = Sluice.Abstractions.ColorRange;

namespace Sluice.Tests.Inference;

public sealed class FramePreprocessorTests
{
    // A whole level, which is all that is promised, would hide a wrong tap in a quiet picture.
    private const double Tolerance = 0.1;

    public static TheoryData<string> Engines
    {
        get
        {
            var data = new TheoryData<string> { nameof(RowEngine.Portable) };
            if (RowEngine.Avx2 != null) data.Add(nameof(RowEngine.Avx2));
            if (RowEngine.Avx512 != null) data.Add(nameof(RowEngine.Avx512));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Write_AnyPictureAreaAndLayout_IsTheReference(string engine)
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var drawn = PreprocessingCase.Draw(seed, InputRounding.Exact);

            var (below, above) = drawn.Errors(drawn.Write(Engine(engine)));

            Assert.True(Math.Max(below, above) <= Tolerance, $"{below} levels below, {above} above, seed {seed}: {drawn}");
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Write_RoundedToLevels_DarkensByAFewAtMost(string engine)
    {
        for (var seed = 2001; seed <= 2150; seed++)
        {
            var drawn = PreprocessingCase.Draw(seed, InputRounding.Levels);

            var (below, above) = drawn.Errors(drawn.Write(Engine(engine)));

            // Three products rounded down, or one sum to the nearest; then a resize that rounds up from 5/8.
            Assert.True(below <= 3 + 0.625 + Tolerance && above <= 0.5 + 0.375 + Tolerance, $"{below} levels below, {above} above, seed {seed}: {drawn}");
        }
    }

    [Theory]
    [InlineData(PixelFormat.Yuv420P, ColorRange.Limited, "yuv420p")]
    [InlineData(PixelFormat.Yuv420P, ColorRange.Full, "yuvj420p")]
    [InlineData(PixelFormat.Yuv422P, ColorRange.Limited, "yuv422p")]
    public void Write_RoundedToLevelsAtTheSameSize_IsToTheBitWhatTheScalerGives(PixelFormat format, ColorRange range, string name)
    {
        const int Width = 96, Height = 54;
        using var frame = RandomPicture.Frame(Width, Height, format, range);
        using var native = new AvFrame();
        native.Allocate(Width, Height, AvPixelFormat.Named(name));
        native.ColorRange = range == ColorRange.Full ? Native.FFmpeg.ColorRange.Full : Native.FFmpeg.ColorRange.Limited;
        for (var plane = 0; plane < frame.Picture.PlaneCount; plane++)
            for (var row = 0; row < native.PlaneHeight(plane); row++)
                frame.Picture.Plane(plane).Slice(row * frame.Picture.StrideBytes(plane), native.RowBytes(plane))
                    .CopyTo(native.WritablePlane(plane)[(row * native.Stride(plane))..]);
        using var scaler = new Scaler();
        var expected = new byte[3 * Width * Height];
        scaler.Convert(native, expected, 3 * Width, Width, Height, AvPixelFormat.Rgb24);

        var written = Write(frame.Picture, 0, new() { Width = Width, Height = Height, Rounding = InputRounding.Levels });

        for (var i = 0; i < Width * Height; i++)
            for (var channel = 0; channel < 3; channel++)
                Assert.Equal(expected[(3 * i) + channel], written[(channel * Width * Height) + i]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Write_WithAnyVectors_GivesTheSameNumbers(string engine)
    {
        for (var seed = 1001; seed <= 1200; seed++)
        {
            var drawn = PreprocessingCase.Draw(seed, seed % 2 == 0 ? InputRounding.Exact : InputRounding.Levels);

            var (one, other) = (drawn.Write(RowEngine.Portable), drawn.Write(Engine(engine)));

            for (var i = 0; i < one.Length; i++)
                Assert.True(Math.Abs(one[i] - other[i]) <= 1e-6 * Math.Abs(one[i]), $"{one[i]} and {other[i]} at {i}, seed {seed}: {drawn}");
        }
    }

    [Fact]
    public void Write_AreasOfManySizes_AllocatesNothingAndKeepsNothing()
    {
        var preprocessor = new FramePreprocessor(new() { Width = 64, Height = 48 });
        using var frame = RandomPicture.Frame(320, 180, PixelFormat.Yuv420P, ColorRange.Limited);
        var target = new byte[preprocessor.Layout.SizeBytes];
        ResamplePlan? bordered = null;
        void All()
        {
            for (var i = 1; i < 89; i++) preprocessor.Write(frame.Picture, 90 * (i % 4), new(i, i % 7, i, 1 + (i * 3 % 80)), target, ref bordered);
        }

        Assert.Equal(0, SteadyAllocation.Of(1, All));
    }

    [Fact]
    public void Write_AreaBetweenWholeFrames_LeavesEachAsWrittenAlone()
    {
        var preprocessor = new FramePreprocessor(new() { Width = 32, Height = 32 });
        using var frame = RandomPicture.Frame(64, 30, PixelFormat.Yuv420P, ColorRange.Limited);
        var used = new byte[preprocessor.Layout.SizeBytes];
        ResamplePlan? bordered = null;
        foreach (var area in new PictureArea?[] { null, new(3, 5, 7, 21), new(1, 1, 40, 4), null, new(1, 1, 4, 28), null })
        {
            preprocessor.Write(frame.Picture, 0, area, used, ref bordered);

            Assert.Equal(Write(frame.Picture, 0, preprocessor.Layout, area), MemoryMarshal.Cast<byte, float>(used).ToArray());
        }
    }

    [Theory]
    [InlineData(-1, 0, 10, 10)]
    [InlineData(0, 0, 0, 10)]
    [InlineData(20, 0, 13, 10)]
    [InlineData(0, 55, 10, 10)]
    public void Write_AreaOutsideTheDisplayedFrame_SaysSo(int x, int y, int width, int height)
    {
        using var frame = RandomPicture.Frame(64, 32, PixelFormat.Yuv420P, ColorRange.Limited);

        var fault = Assert.Throws<ArgumentException>(() => Write(frame.Picture, 90, new() { Width = 8, Height = 8 }, new(x, y, width, height)));

        Assert.Contains($"{width}x{height} at {x},{y}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("32x64", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    [InlineData(0, 128, 128, 0, 0, 0)]
    [InlineData(255, 128, 128, 255, 255, 255)]
    [InlineData(81, 90, 240, 254.43, 0, 0)] // the red of BT.601's colour bars; green and blue are a little under black
    public void Write_KnownColors_AreThose(byte y, byte u, byte v, double red, double green, double blue)
    {
        var picture = new HostPicture(16, 16, PixelFormat.Yuv420P);
        picture.WritablePlane(0).Fill(y);
        picture.WritablePlane(1).Fill(u);
        picture.WritablePlane(2).Fill(v);
        using var frame = new Frame(ClipFrames.Info("solid", 0), picture);

        var written = Write(picture, 0, new() { Width = 4, Height = 4, Rounding = InputRounding.Exact });

        Assert.Equal([red, green, blue], [written[0], written[16], written[32]], (expected, found) => Math.Abs(expected - found) <= 0.03);
    }

    [Fact]
    public void Write_HalfPrecision_RoundsAsTheRuntimeDoes()
    {
        using var frame = RandomPicture.Frame(64, 64, PixelFormat.Rgb24, ColorRange.Full);
        foreach (var (multiply, add) in new[] { (1f, 0f), (1e-6f, 0f), (300f, -40000f), (1 / 58.395f, -2.1179f) })
        {
            var layout = new InputLayout { Width = 64, Height = 64, Rounding = InputRounding.Exact, Multiply = [multiply, multiply, multiply], Add = [add, add, add] };
            var halves = new byte[layout.Length * 2];
            ResamplePlan? bordered = null;
            new FramePreprocessor(layout with { Element = InputElement.Float16 }).Write(frame.Picture, 0, null, halves, ref bordered);

            Assert.Equal(Write(frame.Picture, 0, layout).Select(value => (Half)value), MemoryMarshal.Cast<byte, Half>(halves).ToArray());
        }
    }

    [Fact]
    public void Write_ScaleMeanAndDeviation_NormalisesEachChannel()
    {
        var card = new ModelCard { Scale = 1 / 255.0, Mean = [0.485, 0.456, 0.406], Std = [0.229, 0.224, 0.225], Letterbox = Letterbox.Stretch };
        using var frame = RandomPicture.Solid(8, 8, red: 255, green: 0, blue: 51);

        var written = Write(frame.Picture, 0, InputLayout.Of(card, 4, 4));

        Assert.Equal((1 - 0.485) / 0.229, written[0], 4);
        Assert.Equal((0 - 0.456) / 0.224, written[16], 4);
        Assert.Equal((0.2 - 0.406) / 0.225, written[32], 4);
    }

    [Fact]
    public void Write_SlotUsedForAnotherSize_PaintsTheBorderAgain()
    {
        var preprocessor = new FramePreprocessor(new() { Width = 32, Height = 32 });
        using var tall = RandomPicture.Frame(16, 64, PixelFormat.Yuv420P, ColorRange.Limited);
        using var wide = RandomPicture.Frame(64, 16, PixelFormat.Yuv420P, ColorRange.Limited);
        var used = new byte[preprocessor.Layout.SizeBytes];
        ResamplePlan? bordered = null;
        preprocessor.Write(tall.Picture, 0, null, used, ref bordered);
        preprocessor.Write(wide.Picture, 0, null, used, ref bordered);

        Assert.Equal(Write(wide.Picture, 0, preprocessor.Layout), MemoryMarshal.Cast<byte, float>(used).ToArray());
    }

    [Fact]
    public void Write_KindsSeenBefore_AllocatesNothing()
    {
        var preprocessor = new FramePreprocessor(new() { Width = 64, Height = 64 });
        using var one = RandomPicture.Frame(96, 54, PixelFormat.Yuv420P, ColorRange.Limited);
        using var two = RandomPicture.Frame(54, 96, PixelFormat.Nv12, ColorRange.Full);
        var target = new byte[preprocessor.Layout.SizeBytes];
        ResamplePlan? bordered = null;
        void Both()
        {
            preprocessor.Write(one.Picture, 0, null, target, ref bordered);
            preprocessor.Write(two.Picture, 90, null, target, ref bordered);
        }

        Assert.Equal(0, SteadyAllocation.Of(10, Both));
    }

    [Theory]
    [InlineData(Letterbox.TopLeft, 0, 0, 416, 233)] // 432 * (416 / 768) is a little under 234 in doubles, in every exporter's too
    [InlineData(Letterbox.Center, 0, 91, 416, 234)]
    [InlineData(Letterbox.Stretch, 0, 0, 416, 416)]
    public void Placement_OfAWideFrame_FollowsTheLetterbox(Letterbox letterbox, int left, int top, int width, int height)
    {
        var place = Placement.Of(768, 432, new() { Width = 416, Height = 416, Letterbox = letterbox });

        Assert.Equal((left, top, width, height), (place.Left, place.Top, place.Width, place.Height));
    }

    [Theory]
    [InlineData(Letterbox.TopLeft, 58.5f)]
    [InlineData(Letterbox.Center, 149.5f)]
    [InlineData(Letterbox.Stretch, 104)]
    public void ToFrame_BoxOfTheInput_IsScaledMovedAndClipped(Letterbox letterbox, float top)
    {
        var place = Placement.Of(768, 432, new() { Width = 416, Height = 416, Letterbox = letterbox });

        var box = place.ToFrame(new(104, top, 208, 5000));

        Assert.Equal(192, box.X1, 3);
        Assert.Equal(108, box.Y1, 3);
        Assert.Equal(384, box.X2, 3);
        Assert.Equal(432, box.Y2, 3);
    }

    [Fact]
    public void ToFrame_BoxOfAnArea_IsMovedByItAndClippedToTheWholeFrame()
    {
        var layout = new InputLayout { Width = 100, Height = 100, Letterbox = Letterbox.Stretch };
        var place = Placement.Of(new(700, 20, 50, 200), 768, 432, layout);

        var box = place.ToFrame(new(10, 10, 300, 50));

        Assert.Equal(new(705, 40, 768, 120), box);
    }

    private static RowEngine Engine(string name) => name switch
    {
        nameof(RowEngine.Avx512) => RowEngine.Avx512!,
        nameof(RowEngine.Avx2) => RowEngine.Avx2!,
        _ => RowEngine.Portable,
    };

    private static float[] Write(Picture picture, int rotation, InputLayout layout, PictureArea? area = null)
    {
        var target = new byte[layout.SizeBytes];
        ResamplePlan? bordered = null;
        new FramePreprocessor(layout).Write(picture, rotation, area, target, ref bordered);
        return MemoryMarshal.Cast<byte, float>(target).ToArray();
    }
}
