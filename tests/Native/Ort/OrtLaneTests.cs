using Sluice.Native.Cuda;
using Sluice.Native.Ort;
using Sluice.Tests.Cuda;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed class OrtLaneTests
{
    [GccTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_OnALane_GivesWhatARunGives(bool captures)
    {
        using var context = Open();
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul", new OrtSessionOptions { Lane = new(context, captures) });
        using var binding = new OrtBinding(session);
        using var x = OrtTensor.Over<float>(new float[] { 1, 1 }, 1, 2);
        binding.BindInput(0, x);
        var output = binding.BindOutput(session.Outputs[0].Name);

        for (var i = 0; i < 3; i++) binding.Run();

        Assert.Equal([4f, 6f], output.As<float>().ToArray());
    }

    [GccTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_ThatFails_ThrowsWhereItWasAskedFor(bool captures)
    {
        using var context = Open();
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul", new OrtSessionOptions { Lane = new(context, captures) });
        using var binding = new OrtBinding(session);
        binding.BindOutput(session.Outputs[0].Name);

        Assert.Throws<OrtException>(() => binding.Run());
    }

    [GccFact]
    public void Dispose_SessionBeforeItsBinding_KeepsTheStreamUntilBothAreGone()
    {
        using var context = Open();
        var lane = new OrtLane(context);
        var session = OrtSession.Load(TinyModels.MatMul(), "matmul", new OrtSessionOptions { Lane = lane });
        var binding = new OrtBinding(session);

        session.Dispose();
        Assert.NotEqual(0, lane.Stream.Native);
        binding.Dispose();

        Assert.Throws<ObjectDisposedException>(() => lane.Stream.Native);
        Assert.False(lane.TryShare());
    }

    [GccFact]
    public void TryShare_BesideASession_KeepsTheStream()
    {
        using var context = Open();
        var lane = new OrtLane(context);
        var session = OrtSession.Load(TinyModels.MatMul(), "matmul", new OrtSessionOptions { Lane = lane });

        Assert.True(lane.TryShare());
        session.Dispose();
        Assert.NotEqual(0, lane.Stream.Native);
        lane.Dispose();

        Assert.Throws<ObjectDisposedException>(() => lane.Stream.Native);
    }

    [GccFact]
    public void Load_ThatFails_GivesTheLaneUp()
    {
        using var context = Open();
        var lane = new OrtLane(context);

        Assert.Throws<OrtException>(() => OrtSession.Load(new byte[] { 1, 2, 3 }, "none", new OrtSessionOptions { Lane = lane }));

        Assert.False(lane.TryShare());
    }

    private static CudaContext Open()
    {
        var driver = CudaDriver.TryOpen(out var reason, EmulatedCuda.Path);
        Assert.True(driver != null, reason);
        return driver.OpenContext(0);
    }
}
