using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed class OrtRunTests
{
    [Fact]
    public void Run_WithNamedInputs_GivesNamedOutputs()
    {
        using var session = OrtSession.Load(TinyModels.TwoOutputs(), "two");
        using var a = OrtTensor.Over<float>(new float[] { 1, 2, 3 }, 3);
        using var b = OrtTensor.Over<float>(new float[] { 10, 20, 30 }, 3);
        using var outputs = session.Run(new Dictionary<string, OrtTensor> { ["b"] = b, ["a"] = a });
        Assert.Equal([11f, 22f, 33f], outputs["sum"].As<float>().ToArray());
        Assert.Equal([10f, 40f, 90f], outputs["product"].As<float>().ToArray());
    }

    [Fact]
    public void Run_ForSomeOutputs_GivesThoseInOrder()
    {
        using var session = OrtSession.Load(TinyModels.TwoOutputs(), "two");
        using var a = OrtTensor.Over<float>(new float[] { 2, 3 }, 2);
        using var outputs = session.Run(new Dictionary<string, OrtTensor> { ["a"] = a, ["b"] = a }, ["product"]);
        Assert.Equal([4f, 9f], Assert.Single(outputs).As<float>().ToArray());
    }

    [Theory]
    [InlineData(OrtElementType.Float32)]
    [InlineData(OrtElementType.Float16)]
    [InlineData(OrtElementType.Float64)]
    [InlineData(OrtElementType.UInt8)]
    [InlineData(OrtElementType.Int8)]
    [InlineData(OrtElementType.Int32)]
    [InlineData(OrtElementType.Int64)]
    [InlineData(OrtElementType.Bool)]
    public void Run_OfAnyElementType_KeepsTheBytes(OrtElementType type)
    {
        using var session = OrtSession.Load(TinyModels.Identity(type), "identity");
        using var x = OrtTensor.Allocate(type, 2, 3);
        for (var i = 0; i < x.Bytes.Length; i++) x.Bytes[i] = (byte)(type == OrtElementType.Bool ? i & 1 : i + 1);
        using var outputs = session.Run(new Dictionary<string, OrtTensor> { ["x"] = x });
        Assert.Equal(type, outputs[0].ElementType);
        Assert.Equal([2L, 3L], outputs[0].Shape.ToArray());
        Assert.Equal(x.Bytes.ToArray(), outputs[0].Bytes.ToArray());
    }

    [Fact]
    public void Run_WithAnotherShapeEachTime_FollowsIt()
    {
        using var session = OrtSession.Load(TinyModels.Reshape(), "reshape");
        using var x = OrtTensor.Allocate<float>(6);
        foreach (var (rows, columns) in new[] { (2L, 3L), (6L, 1L), (1L, 6L) })
        {
            using var shape = OrtTensor.Over<long>(new[] { rows, columns }, 2);
            using var outputs = session.Run(new Dictionary<string, OrtTensor> { ["x"] = x, ["shape"] = shape });
            Assert.Equal([rows, columns], outputs[0].Shape.ToArray());
        }
    }

    [Fact]
    public void Run_WithAWrongShape_SaysInputExpectedAndGiven()
    {
        using var session = OrtSession.Load(TinyModels.Add(), "add.onnx");
        using var good = OrtTensor.Allocate<float>(1, 2);
        using var bad = OrtTensor.Allocate<float>(1, 3);
        var fault = Assert.Throws<ArgumentException>(
            () => session.Run(new Dictionary<string, OrtTensor> { ["a"] = good, ["b"] = bad }));
        Assert.StartsWith(
            "Model 'add.onnx', input 'b': expected float32 [n,2], given float32 [1,3].", fault.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAWrongType_SaysInputExpectedAndGiven()
    {
        using var session = OrtSession.Load(TinyModels.Add(), "add.onnx");
        using var bad = OrtTensor.Allocate<byte>(1, 2);
        var fault = Assert.Throws<ArgumentException>(
            () => session.Run(new Dictionary<string, OrtTensor> { ["a"] = bad, ["b"] = bad }));
        Assert.Contains("expected float32 [n,2], given uint8 [1,2]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAnUnknownName_ListsTheNames()
    {
        using var session = OrtSession.Load(TinyModels.Add(), "add.onnx");
        using var tensor = OrtTensor.Allocate<float>(1, 2);
        var fault = Assert.Throws<ArgumentException>(
            () => session.Run(new Dictionary<string, OrtTensor> { ["image"] = tensor }));
        Assert.Contains("no input 'image'; it has 'a', 'b'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAMissingInput_FailsWithItsName()
    {
        using var session = OrtSession.Load(TinyModels.Add(), "add.onnx");
        using var tensor = OrtTensor.Allocate<float>(1, 2);
        var fault = Assert.Throws<OrtException>(
            () => session.Run(new Dictionary<string, OrtTensor> { ["a"] = tensor }));
        Assert.Contains("Missing Input: b", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_OnALongRun_EndsIt()
    {
        using var session = OrtSession.Load(TinyModels.Count(), "count");
        using var trips = OrtTensor.Over<long>(new[] { 50_000_000L });
        using var options = new OrtRunOptions();
        var inputs = new Dictionary<string, OrtTensor> { ["trips"] = trips };
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Task.Run(() =>
        {
            started.SetResult();
            session.Run(inputs, options: options).Dispose();
        });
        await started.Task;
        options.Terminate();
        var fault = await Assert.ThrowsAsync<OrtException>(() => run);
        Assert.True(options.IsTerminated);
        Assert.Contains("terminate", fault.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Reset_AfterTerminate_LetsRunsThrough()
    {
        using var session = OrtSession.Load(TinyModels.Count(), "count");
        using var trips = OrtTensor.Over<long>(new[] { 5L });
        using var options = new OrtRunOptions();
        var inputs = new Dictionary<string, OrtTensor> { ["trips"] = trips };
        options.Terminate();
        Assert.Throws<OrtException>(() => session.Run(inputs, options: options));
        options.Reset();
        using var outputs = session.Run(inputs, options: options);
        Assert.Equal(5f, outputs[0].As<float>()[0]);
    }
}
