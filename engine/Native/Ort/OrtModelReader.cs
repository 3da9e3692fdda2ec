using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Sluice.Native.Ort;

/// <summary>Reads what a loaded session says of its model.</summary>
internal static unsafe class OrtModelReader
{
    internal static ImmutableArray<OrtTensorInfo> Inputs(nint session)
    {
        nuint count;
        OrtStatus.Check(OrtLibrary.Api->SessionGetInputCount(session, &count));
        var read = ImmutableArray.CreateBuilder<OrtTensorInfo>((int)count);
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            nint type;
            OrtStatus.Check(OrtLibrary.Api->SessionGetInputName(session, i, OrtEnvironment.Allocator, &name));
            OrtStatus.Check(OrtLibrary.Api->SessionGetInputTypeInfo(session, i, &type));
            read.Add(Info(OrtText.Take(name), type));
        }

        return read.MoveToImmutable();
    }

    internal static ImmutableArray<OrtTensorInfo> Outputs(nint session)
    {
        nuint count;
        OrtStatus.Check(OrtLibrary.Api->SessionGetOutputCount(session, &count));
        var read = ImmutableArray.CreateBuilder<OrtTensorInfo>((int)count);
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            nint type;
            OrtStatus.Check(OrtLibrary.Api->SessionGetOutputName(session, i, OrtEnvironment.Allocator, &name));
            OrtStatus.Check(OrtLibrary.Api->SessionGetOutputTypeInfo(session, i, &type));
            read.Add(Info(OrtText.Take(name), type));
        }

        return read.MoveToImmutable();
    }

    internal static OrtModelMetadata Metadata(nint session)
    {
        var api = OrtLibrary.Api;
        var allocator = OrtEnvironment.Allocator;
        nint native;
        OrtStatus.Check(api->SessionGetModelMetadata(session, &native));
        using var owner = new OrtMetadataHandle(native);
        byte* producer, graph, domain, description;
        long version;
        OrtStatus.Check(api->ModelMetadataGetVersion(native, &version));
        OrtStatus.Check(api->ModelMetadataGetProducerName(native, allocator, &producer));
        OrtStatus.Check(api->ModelMetadataGetGraphName(native, allocator, &graph));
        OrtStatus.Check(api->ModelMetadataGetDomain(native, allocator, &domain));
        OrtStatus.Check(api->ModelMetadataGetDescription(native, allocator, &description));
        return new(
            OrtText.Take(producer), OrtText.Take(graph), OrtText.Take(domain), OrtText.Take(description), version,
            Custom(native));
    }

    private static FrozenDictionary<string, string> Custom(nint metadata)
    {
        var api = OrtLibrary.Api;
        var allocator = OrtEnvironment.Allocator;
        byte** keys;
        long count;
        OrtStatus.Check(api->ModelMetadataGetCustomMetadataMapKeys(metadata, allocator, &keys, &count));
        var read = new Dictionary<string, string>();
        for (var i = 0L; i < count; i++)
        {
            byte* value;
            OrtStatus.Check(api->ModelMetadataLookupCustomMetadataMap(metadata, allocator, keys[i], &value));
            read.Add(OrtText.Take(keys[i]), OrtText.Take(value));
        }

        if (keys != null) OrtStatus.Check(api->AllocatorFree(allocator, keys));
        return read.ToFrozenDictionary();
    }

    private static OrtTensorInfo Info(string name, nint typeInfo)
    {
        var api = OrtLibrary.Api;
        using var owner = new OrtTypeInfoHandle(typeInfo);
        nint tensor; // belongs to the type info; null for sequences and maps
        OrtStatus.Check(api->CastTypeInfoToTensorInfo(typeInfo, &tensor), name);
        if (tensor == 0) return new(name, OrtElementType.Undefined, [], []);
        Span<long> shape = stackalloc long[OrtShape.MaxRank];
        var type = OrtShape.ReadInfo(tensor, ref shape);
        var symbols = stackalloc byte*[OrtShape.MaxRank]; // the strings belong to the type info
        OrtStatus.Check(api->GetSymbolicDimensions(tensor, symbols, (nuint)shape.Length), name);
        var names = ImmutableArray.CreateBuilder<string>(shape.Length);
        for (var i = 0; i < shape.Length; i++) names.Add(OrtText.Read(symbols[i]));
        return new(name, type, [.. shape], names.MoveToImmutable());
    }
}
