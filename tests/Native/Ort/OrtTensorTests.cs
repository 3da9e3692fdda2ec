using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed unsafe class OrtTensorTests
{
    [Fact]
    public void Allocate_AnyShape_IsZeroedAndAligned()
    {
        using var tensor = OrtTensor.Allocate<float>(3, 5);
        Assert.Equal(15, tensor.Length);
        Assert.All(tensor.As<float>().ToArray(), value => Assert.Equal(0f, value));
        fixed (byte* first = tensor.Bytes) Assert.Equal(0u, (nuint)first % 64);
    }

    [Fact]
    public void Over_CallersArray_IsTheSameMemory()
    {
        var array = new float[4];
        using var tensor = OrtTensor.Over<float>(array, 2, 2);
        tensor.As<float>()[3] = 7;
        Assert.Equal(7, array[3]);
    }

    [Fact]
    public void Over_NativeMemory_IsTheSameMemory()
    {
        var memory = stackalloc long[2];
        using var tensor = OrtTensor.Over((nint)memory, 16, OrtElementType.Int64, 2);
        memory[1] = 9;
        Assert.Equal(9, tensor.As<long>()[1]);
    }

    [Fact]
    public void Over_TooLittleMemory_SaysHowMuchIsNeeded()
    {
        var fault = Assert.Throws<ArgumentException>(() => OrtTensor.Over<float>(new float[3], 2, 2));
        Assert.Contains("float32 [2,2] takes 16 bytes; 12 were given", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void View_AfterTheTensorIsDisposed_KeepsTheMemory()
    {
        var tensor = OrtTensor.Allocate<int>(4);
        tensor.As<int>()[2] = 5;
        using var view = tensor.View([2], skip: 2);
        tensor.Dispose();
        Assert.Equal([5, 0], view.As<int>().ToArray());
    }

    [Fact]
    public void View_PastTheEnd_Throws()
    {
        using var tensor = OrtTensor.Allocate<int>(4);
        Assert.Throws<ArgumentException>(() => tensor.View([2, 2], skip: 1));
    }

    [Fact]
    public void As_AnotherType_SaysBoth()
    {
        using var tensor = OrtTensor.Allocate<Half>(1);
        var fault = Assert.Throws<InvalidOperationException>(() => tensor.As<float>().Length);
        Assert.Equal("The elements are float16, not float32.", fault.Message);
    }

    [Fact]
    public void As_AfterDispose_Throws()
    {
        var tensor = OrtTensor.Allocate<float>(1);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.As<float>().Length);
    }

    [Theory]
    [InlineData(-1L, 2L)]
    [InlineData(1L << 20, 1L << 20)]
    public void Allocate_AnImpossibleShape_NamesIt(long rows, long columns)
    {
        var fault = Assert.Throws<ArgumentException>(() => OrtTensor.Allocate<float>(rows, columns));
        Assert.Contains($"[{rows},{columns}]", fault.Message, StringComparison.Ordinal);
    }
}
