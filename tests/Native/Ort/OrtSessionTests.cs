using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed class OrtSessionTests
{
    [Fact]
    public void Load_OfAModel_TellsItsInputsAndOutputs()
    {
        using var session = OrtSession.Load(TinyModels.Add(), "add");
        Assert.Equal(["a", "b"], session.Inputs.Select(input => input.Name));
        Assert.Equal("y", Assert.Single(session.Outputs).Name);
        Assert.Equal(OrtElementType.Float32, session.Inputs[0].ElementType);
        Assert.Equal([-1L, 2L], session.Inputs[0].Shape.ToArray());
        Assert.Equal(["n", ""], session.Inputs[0].SymbolicDimensions.ToArray());
        Assert.Equal("float32 [n,2]", session.Inputs[0].Describe());
    }

    [Fact]
    public void Load_OfAModel_TellsItsMetadata()
    {
        using var session = OrtSession.Load(TinyModels.Add(), "add");
        Assert.Equal("sluice-tests", session.Metadata.Producer);
        Assert.Equal("adder", session.Metadata.GraphName);
        Assert.Equal(3, session.Metadata.Version);
        Assert.Equal("32", session.Metadata.Custom["stride"]);
        Assert.Equal("{0: 'größe'}", session.Metadata.Custom["names"]);
    }

    [Fact]
    public void Load_OfAnAbsentFile_FailsWithItsCodeAndPath()
    {
        var fault = Assert.Throws<OrtException>(() => OrtSession.Load("/nowhere/model.onnx"));
        Assert.Equal(OrtErrorCode.NoSuchFile, fault.Code);
        Assert.Equal("CreateSession", fault.Call);
        Assert.Contains("/nowhere/model.onnx", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfACorruptFile_FailsWithItsCode()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, TinyModels.Add().AsSpan(0, 40));
            var fault = Assert.Throws<OrtException>(() => OrtSession.Load(path));
            Assert.Equal(OrtErrorCode.InvalidProtobuf, fault.Code);
            Assert.Equal(path, fault.Subject);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_OfAnUnknownOperator_NamesIt()
    {
        var fault = Assert.Throws<OrtException>(() => OrtSession.Load(TinyModels.UnknownOperator(), "unknown"));
        Assert.Equal("CreateSessionFromArray", fault.Call);
        Assert.Contains("NoSuchOperator", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AlreadyCancelled_IsCancelled()
        => Assert.ThrowsAny<OperationCanceledException>(
            () => OrtSession.Load(TinyModels.Add(), "add", stop: new CancellationToken(canceled: true)));

    [Fact]
    public void Load_FiftyTimesWithRuns_LeavesNoHandle()
    {
        LoadAndRun(); // makes what lives for ever: the environment and the memory info
        Collect();
        var before = OrtHandle.Live;
        for (var i = 0; i < 50; i++) LoadAndRun();
        Assert.Equal(before, OrtHandle.Live);
    }

    [Fact]
    public void Load_FailingFiftyTimes_LeavesNoHandle()
    {
        LoadAndRun();
        Collect();
        var before = OrtHandle.Live;
        for (var i = 0; i < 50; i++)
            Assert.Throws<OrtException>(() => OrtSession.Load(TinyModels.UnknownOperator(), "unknown"));
        Assert.Equal(before, OrtHandle.Live);
    }

    [Fact]
    public void Run_AfterDispose_Throws()
    {
        var session = OrtSession.Load(TinyModels.Add(), "add");
        session.Dispose();
        session.Dispose();
        using var tensor = OrtTensor.Allocate<float>(1, 2);
        Assert.Throws<ObjectDisposedException>(
            () => session.Run(new Dictionary<string, OrtTensor> { ["a"] = tensor, ["b"] = tensor }));
    }

    private static void LoadAndRun()
    {
        using var session = OrtSession.Load(TinyModels.Add(), "add");
        using var a = OrtTensor.Allocate<float>(4, 2);
        using var view = a.View([2, 2]);
        using var binding = new OrtBinding(session);
        using var outputs = session.Run(new Dictionary<string, OrtTensor> { ["a"] = a, ["b"] = a });
        binding.BindInput("a", view);
        binding.BindInput("b", view);
        binding.BindOutput("y");
        binding.Run();
    }

    // Handles that other tests dropped go now and not while this test counts.
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
