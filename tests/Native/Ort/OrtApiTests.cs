using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sluice.Native.Ort;
using Sluice.Tests;

namespace Sluice.Native.Tests.Ort;

public sealed class OrtApiTests
{
    [Theory]
    [InlineData(nameof(OrtApi.GetErrorCode), 1)]
    [InlineData(nameof(OrtApi.CreateEnvWithCustomLogger), 4)]
    [InlineData(nameof(OrtApi.CreateSession), 7)]
    [InlineData(nameof(OrtApi.Run), 9)]
    [InlineData(nameof(OrtApi.CreateTensorWithDataAsOrtValue), 49)]
    [InlineData(nameof(OrtApi.ReleaseStatus), 93)]
    [InlineData(nameof(OrtApi.RunWithBinding), 133)]
    [InlineData(nameof(OrtApi.SessionOptionsAppendExecutionProvider_CUDA_V2), 204)]
    [InlineData(nameof(OrtApi.SessionOptionsAppendExecutionProvider), 216)]
    [InlineData(nameof(OrtApi.UpdateTensorRTProviderOptionsWithValue), 261)]
    [InlineData(nameof(OrtApi.UpdateCUDAProviderOptionsWithValue), 263)]
    [InlineData(nameof(OrtApi.SessionOptionsSetLoadCancellationFlag), 293)]
    public void Slot_MatchesTheHeader(string name, int slot)
        => Assert.Equal(slot * IntPtr.Size, Marshal.OffsetOf<OrtApi>(name));

    [DataFact]
    public void EverySlot_MatchesTheRecordedHeader()
    {
        using var facts = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Data, "..", "facts", "onnxruntime-api.json")));
        var header = facts.RootElement.GetProperty("functions").EnumerateArray()
            .ToDictionary(function => function.GetProperty("index").GetInt32(), f => f.GetProperty("name").GetString());
        var fields = typeof(OrtApi).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        Assert.Equal(294, fields.Length);
        Assert.All(fields, field => Assert.Equal(
            header[(int)Marshal.OffsetOf<OrtApi>(field.Name) / IntPtr.Size], field.Name));
    }

    [Theory]
    [InlineData("api->CreateSession(env, path)", "CreateSession")]
    [InlineData("OrtLibrary.Api->Run(\n  session)", "Run")]
    [InlineData("status", "status")]
    public void FunctionName_OfAnExpression_IsTheFunction(string expression, string name)
        => Assert.Equal(name, OrtStatus.FunctionName(expression));
}
