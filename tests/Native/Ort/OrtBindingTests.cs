using Sluice.Native.Ort;
using Sluice.Tests;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed class OrtBindingTests
{
    [Fact]
    public void Run_WithBoundTensors_WritesTheOutput()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var x = OrtTensor.Over<float>(new float[] { 1, 1 }, 1, 2);
        using var y = OrtTensor.Allocate<float>(1, 2);
        using var binding = new OrtBinding(session);
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        binding.Run();
        Assert.Equal([4f, 6f], y.As<float>().ToArray());
    }

    [Fact]
    public void Run_AfterTheInputChanged_SeesTheChange()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var x = OrtTensor.Allocate<float>(1, 2);
        using var y = OrtTensor.Allocate<float>(1, 2);
        using var binding = new OrtBinding(session);
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        binding.Run();
        x.As<float>()[1] = 1;
        binding.Run();
        Assert.Equal([3f, 4f], y.As<float>().ToArray());
    }

    [Fact]
    public void Run_WithAViewOfFewerRows_LeavesTheOtherRows()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var x = OrtTensor.Allocate<float>(3, 2);
        using var y = OrtTensor.Allocate<float>(3, 2);
        x.As<float>().Fill(1);
        using var firstX = x.View([2, 2]);
        using var firstY = y.View([2, 2]);
        using var binding = new OrtBinding(session);
        binding.BindInput("x", firstX);
        binding.BindOutput("y", firstY);
        binding.Run();
        Assert.Equal([4f, 6f, 4f, 6f, 0f, 0f], y.As<float>().ToArray());
    }

    [Fact]
    public void Run_WithAProvidedOutput_FollowsTheShapeOfEachRun()
    {
        using var session = OrtSession.Load(TinyModels.NonZero(), "nonzero");
        using var x = OrtTensor.Allocate<float>(4);
        using var binding = new OrtBinding(session);
        binding.BindInput("x", x);
        var found = binding.BindOutput("y");
        foreach (var expected in new long[][] { [], [1], [0, 1, 3], [2] })
        {
            x.As<float>().Clear();
            foreach (var i in expected) x.As<float>()[(int)i] = 1;
            binding.Run();
            Assert.Equal([1, expected.Length], found.Shape);
            Assert.Equal(expected, found.As<long>().ToArray());
        }
    }

    [Fact]
    public void Run_WithOneOutputBoundAndOneProvided_FillsEachInPlace()
    {
        using var session = OrtSession.Load(TinyModels.TwoOutputs(), "two");
        using var a = OrtTensor.Over<float>(new float[] { 2, 3 }, 2);
        using var sum = OrtTensor.Allocate<float>(2);
        using var binding = new OrtBinding(session);
        binding.BindInput("a", a);
        binding.BindInput("b", a);
        var product = binding.BindOutput("product");
        binding.BindOutput("sum", sum);
        binding.Run();
        Assert.Equal([4f, 6f], sum.As<float>().ToArray());
        Assert.Equal([4f, 9f], product.As<float>().ToArray());
    }

    [Fact]
    public void Run_AHundredTimes_AllocatesNothing()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var x = OrtTensor.Allocate<float>(3, 2);
        using var y = OrtTensor.Allocate<float>(3, 2);
        using var half = x.View([1, 2]);
        using var halfY = y.View([1, 2]);
        using var options = new OrtRunOptions();
        using var binding = new OrtBinding(session);
        Assert.Equal(0, SteadyAllocation.Of(100, () =>
        {
            binding.BindInput("x", x);
            binding.BindOutput("y", y);
            binding.Run(options);
            binding.BindInput("x", half);
            binding.BindOutput("y", halfY);
            binding.Run();
        }));
    }

    [Fact]
    public void Run_AHundredTimesWithAProvidedOutput_AllocatesNothing()
    {
        using var session = OrtSession.Load(TinyModels.NonZero(), "nonzero");
        using var x = OrtTensor.Allocate<float>(4);
        using var binding = new OrtBinding(session);
        binding.BindInput("x", x);
        var found = binding.BindOutput("y");
        var sum = 0L;
        Assert.Equal(0, SteadyAllocation.Of(100, () =>
        {
            x.As<float>()[2] = 1 - x.As<float>()[2];
            binding.Run();
            sum += found.As<long>().Length;
        }));
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void Run_AfterTheTensorsWereDisposed_StillHasTheirMemory()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var y = OrtTensor.Allocate<float>(1, 2);
        using var binding = new OrtBinding(session);
        using (var x = OrtTensor.Allocate<float>(1, 2))
        {
            x.As<float>().Fill(1);
            binding.BindInput("x", x);
        }

        binding.BindOutput("y", y);
        binding.Run();
        Assert.Equal([4f, 6f], y.As<float>().ToArray());
    }

    [Fact]
    public void Run_AfterTheSessionWasDisposed_Throws()
    {
        var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var binding = new OrtBinding(session);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => binding.Run());
    }

    [Fact]
    public void Run_IntoAnOutputOfAnotherLength_NamesTheModel()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var x = OrtTensor.Allocate<float>(2, 2);
        using var y = OrtTensor.Allocate<float>(1, 2);
        using var binding = new OrtBinding(session);
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        var fault = Assert.Throws<OrtException>(() => binding.Run());
        Assert.Equal("RunWithBinding", fault.Call);
        Assert.Equal("matmul", fault.Subject);
    }

    [Fact]
    public void BindInput_WithAWrongShape_SaysInputExpectedAndGiven()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var binding = new OrtBinding(session);
        using var bad = OrtTensor.Allocate<float>(2, 2, 1);
        var fault = Assert.Throws<ArgumentException>(() => binding.BindInput("x", bad));
        Assert.Contains("input 'x': expected float32 [n,2], given float32 [2,2,1]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BindOutput_WithAWrongType_SaysOutputExpectedAndGiven()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var binding = new OrtBinding(session);
        using var bad = OrtTensor.Allocate<Half>(1, 2);
        var fault = Assert.Throws<ArgumentException>(() => binding.BindOutput("y", bad));
        Assert.Contains("output 'y': expected float32 [n,2], given float16 [1,2]", fault.Message, StringComparison.Ordinal);
    }
}
