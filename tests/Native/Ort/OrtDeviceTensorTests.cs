using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

public sealed class OrtDeviceTensorTests
{
    private const ulong Somewhere = 0x7f00_0000_0000;

    [Fact]
    public void OnCuda_Elements_CannotBeReadFromHere()
    {
        using var tensor = OrtTensor.OnCuda(0, Somewhere, 4 * 24, OrtElementType.Float32, 2, 3, 4);

        Assert.Equal("float32 [2,3,4]", tensor.ToString());
        Assert.Throws<InvalidOperationException>(() => tensor.Bytes.Length);
        Assert.Throws<InvalidOperationException>(() => tensor.As<float>().Length);
    }

    [Fact]
    public void View_OfATensorOnADevice_LiesThereToo()
    {
        using var tensor = OrtTensor.OnCuda(0, Somewhere, 4 * 24, OrtElementType.Float32, 2, 3, 4);
        using var view = tensor.View([1, 3, 4]);

        Assert.Equal(12, view.Length);
        Assert.Throws<InvalidOperationException>(() => view.Bytes.Length);
        Assert.Throws<ArgumentException>(() => tensor.View([3, 3, 4]));
    }

    [Fact]
    public void OnCuda_TooLittleMemory_SaysSo()
        => Assert.Throws<ArgumentException>(() => OrtTensor.OnCuda(0, Somewhere, 95, OrtElementType.Float32, 2, 3, 4));
}
