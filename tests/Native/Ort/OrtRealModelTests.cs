using System.Runtime.InteropServices;
using Sluice.Native.Ort;
using Sluice.Tests;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed class OrtRealModelTests
{
    private const int Pixels = 3 * 416 * 416;

    [DataTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_OfADynamicBatch_EqualsTheFixedModelBitForBit(int batch)
    {
        using var one = OrtSession.Load(Repository.Model("yolox_nano_416.onnx"));
        using var many = OrtSession.Load(Repository.Model("yolox_nano_416_dynbatch.onnx"));
        using var images = OrtTensor.Allocate<float>(batch, 3, 416, 416);
        Fill(images, seed: 11);
        using var batched = many.Run(new Dictionary<string, OrtTensor> { ["images"] = images });
        Assert.Equal(batch, batched[0].Shape[0]);
        var row = batched[0].Length / batch;
        for (var i = 0; i < batch; i++)
        {
            using var image = images.View([1, 3, 416, 416], skip: i * Pixels);
            using var single = one.Run(new Dictionary<string, OrtTensor> { ["images"] = image });
            Assert.True(MemoryMarshal.AsBytes(single[0].As<float>())
                .SequenceEqual(MemoryMarshal.AsBytes(batched[0].As<float>().Slice(i * row, row))));
        }
    }

    [DataTheory]
    [InlineData("yolox_nano_416.onnx")]
    [InlineData("ultraface_rfb_320.onnx")]
    [InlineData("mobilenetv2_224_int8qdq.onnx")]
    public void Run_Bound_EqualsThePlainRunBitForBit(string model)
    {
        using var session = OrtSession.Load(Repository.Model(model));
        var input = session.Inputs[0];
        using var image = OrtTensor.Allocate(input.ElementType, [.. input.Shape.Select(length => Math.Max(1, length))]);
        Fill(image, seed: 5);
        using var plain = session.Run(new Dictionary<string, OrtTensor> { [input.Name] = image });
        using var binding = new OrtBinding(session);
        binding.BindInput(0, image);
        var outputs = plain.Select(tensor => OrtTensor.Allocate(tensor.ElementType, tensor.Shape.AsSpan())).ToArray();
        for (var i = 0; i < outputs.Length; i++) binding.BindOutput(i, outputs[i]);
        for (var run = 0; run < 3; run++)
        {
            foreach (var output in outputs) output.Bytes.Clear();
            binding.Run();
            for (var i = 0; i < outputs.Length; i++) Assert.True(plain[i].Bytes.SequenceEqual(outputs[i].Bytes));
        }

        foreach (var output in outputs) output.Dispose();
    }

    [DataFact]
    public void Run_OfARealModel_AllocatesNothing()
    {
        using var session = OrtSession.Load(Repository.Model("ultraface_rfb_320.onnx"));
        using var image = OrtTensor.Allocate<float>(session.Inputs[0].Shape.AsSpan());
        using var binding = new OrtBinding(session);
        binding.BindInput(0, image);
        foreach (var output in session.Outputs) binding.BindOutput(output.Name);
        Assert.Equal(0, SteadyAllocation.Of(20, () => binding.Run()));
    }

    [DataFact]
    public void Metadata_OfAnUltralyticsExport_HasNamesStrideAndSize()
    {
        using var session = OrtSession.Load(Repository.Model("yolov8n_640_int8_AGPL.onnx"));
        Assert.Equal("32", session.Metadata.Custom["stride"]);
        Assert.Contains("person", session.Metadata.Custom["names"], StringComparison.Ordinal);
        Assert.Contains("640", session.Metadata.Custom["imgsz"], StringComparison.Ordinal);
    }

    [DataFact]
    public void Load_OfATruncatedModel_FailsWithItsCode()
    {
        var whole = File.ReadAllBytes(Repository.Model("yolox_nano_416.onnx"));
        var fault = Assert.Throws<OrtException>(() => OrtSession.Load(whole.AsMemory(0, whole.Length / 2), "half.onnx"));
        Assert.Equal(OrtErrorCode.InvalidProtobuf, fault.Code);
    }

    private static void Fill(OrtTensor tensor, int seed)
    {
        var random = new Random(seed);
        foreach (ref var value in tensor.As<float>()) value = random.Next(256);
    }
}
