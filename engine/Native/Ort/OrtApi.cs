using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>
/// ONNX Runtime's function table, from the first slot to the last one used here, in the header's order and spelling.
/// An older table is a prefix of every newer one, so a longer table of a newer library reads the same.
/// Slots that are called have their types; the rest hold their places as bare addresses.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct OrtApi
{
    internal readonly nint CreateStatus;
    internal readonly delegate* unmanaged<nint, OrtErrorCode> GetErrorCode;
    internal readonly delegate* unmanaged<nint, byte*> GetErrorMessage;
    internal readonly nint CreateEnv;
    internal readonly delegate* unmanaged<void*, void*, OrtLogLevel, byte*, nint*, nint> CreateEnvWithCustomLogger;
    internal readonly nint EnableTelemetryEvents;
    internal readonly delegate* unmanaged<nint, nint> DisableTelemetryEvents;
    internal readonly delegate* unmanaged<nint, byte*, nint, nint*, nint> CreateSession;
    internal readonly delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint> CreateSessionFromArray;
    internal readonly delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run;
    internal readonly delegate* unmanaged<nint*, nint> CreateSessionOptions;
    internal readonly nint SetOptimizedModelFilePath, CloneSessionOptions;
    internal readonly delegate* unmanaged<nint, int, nint> SetSessionExecutionMode;
    internal readonly delegate* unmanaged<nint, byte*, nint> EnableProfiling;
    internal readonly nint DisableProfiling;
    internal readonly delegate* unmanaged<nint, nint> EnableMemPattern;
    internal readonly delegate* unmanaged<nint, nint> DisableMemPattern;
    internal readonly delegate* unmanaged<nint, nint> EnableCpuMemArena;
    internal readonly delegate* unmanaged<nint, nint> DisableCpuMemArena;
    internal readonly delegate* unmanaged<nint, byte*, nint> SetSessionLogId;
    internal readonly nint SetSessionLogVerbosityLevel, SetSessionLogSeverityLevel;
    internal readonly delegate* unmanaged<nint, OrtGraphOptimization, nint> SetSessionGraphOptimizationLevel;
    internal readonly delegate* unmanaged<nint, int, nint> SetIntraOpNumThreads;
    internal readonly delegate* unmanaged<nint, int, nint> SetInterOpNumThreads;
    internal readonly nint CreateCustomOpDomain, CustomOpDomain_Add, AddCustomOpDomain, RegisterCustomOpsLibrary;
    internal readonly delegate* unmanaged<nint, nuint*, nint> SessionGetInputCount;
    internal readonly delegate* unmanaged<nint, nuint*, nint> SessionGetOutputCount;
    internal readonly nint SessionGetOverridableInitializerCount;
    internal readonly delegate* unmanaged<nint, nuint, nint*, nint> SessionGetInputTypeInfo;
    internal readonly delegate* unmanaged<nint, nuint, nint*, nint> SessionGetOutputTypeInfo;
    internal readonly nint SessionGetOverridableInitializerTypeInfo;
    internal readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> SessionGetInputName;
    internal readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> SessionGetOutputName;
    internal readonly nint SessionGetOverridableInitializerName;
    internal readonly delegate* unmanaged<nint*, nint> CreateRunOptions;
    internal readonly nint RunOptionsSetRunLogVerbosityLevel, RunOptionsSetRunLogSeverityLevel, RunOptionsSetRunTag,
        RunOptionsGetRunLogVerbosityLevel, RunOptionsGetRunLogSeverityLevel, RunOptionsGetRunTag;
    internal readonly delegate* unmanaged<nint, nint> RunOptionsSetTerminate;
    internal readonly delegate* unmanaged<nint, nint> RunOptionsUnsetTerminate;
    internal readonly nint CreateTensorAsOrtValue;
    internal readonly delegate* unmanaged<nint, void*, nuint, long*, nuint, OrtElementType, nint*, nint>
        CreateTensorWithDataAsOrtValue;
    internal readonly nint IsTensor;
    internal readonly delegate* unmanaged<nint, void**, nint> GetTensorMutableData;
    internal readonly nint FillStringTensor, GetStringTensorDataLength, GetStringTensorContent;
    internal readonly delegate* unmanaged<nint, nint*, nint> CastTypeInfoToTensorInfo;
    internal readonly nint GetOnnxTypeFromTypeInfo, CreateTensorTypeAndShapeInfo, SetTensorElementType,
        SetDimensions;
    internal readonly delegate* unmanaged<nint, OrtElementType*, nint> GetTensorElementType;
    internal readonly delegate* unmanaged<nint, nuint*, nint> GetDimensionsCount;
    internal readonly delegate* unmanaged<nint, long*, nuint, nint> GetDimensions;
    internal readonly delegate* unmanaged<nint, byte**, nuint, nint> GetSymbolicDimensions;
    internal readonly nint GetTensorShapeElementCount;
    internal readonly delegate* unmanaged<nint, nint*, nint> GetTensorTypeAndShape;
    internal readonly nint GetTypeInfo, GetValueType;
    internal readonly delegate* unmanaged<byte*, int, int, int, nint*, nint> CreateMemoryInfo;
    internal readonly delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo;
    internal readonly nint CompareMemoryInfo, MemoryInfoGetName, MemoryInfoGetId, MemoryInfoGetMemType,
        MemoryInfoGetType, AllocatorAlloc;
    internal readonly delegate* unmanaged<nint, void*, nint> AllocatorFree;
    internal readonly nint AllocatorGetInfo;
    internal readonly delegate* unmanaged<nint*, nint> GetAllocatorWithDefaultOptions;
    internal readonly nint AddFreeDimensionOverride, GetValue, GetValueCount, CreateValue, CreateOpaqueValue,
        GetOpaqueValue, KernelInfoGetAttribute_float, KernelInfoGetAttribute_int64, KernelInfoGetAttribute_string,
        KernelContext_GetInputCount, KernelContext_GetOutputCount, KernelContext_GetInput, KernelContext_GetOutput;
    internal readonly delegate* unmanaged<nint, void> ReleaseEnv;
    internal readonly delegate* unmanaged<nint, void> ReleaseStatus;
    internal readonly delegate* unmanaged<nint, void> ReleaseMemoryInfo;
    internal readonly delegate* unmanaged<nint, void> ReleaseSession;
    internal readonly delegate* unmanaged<nint, void> ReleaseValue;
    internal readonly delegate* unmanaged<nint, void> ReleaseRunOptions;
    internal readonly delegate* unmanaged<nint, void> ReleaseTypeInfo;
    internal readonly delegate* unmanaged<nint, void> ReleaseTensorTypeAndShapeInfo;
    internal readonly delegate* unmanaged<nint, void> ReleaseSessionOptions;
    internal readonly nint ReleaseCustomOpDomain, GetDenotationFromTypeInfo, CastTypeInfoToMapTypeInfo,
        CastTypeInfoToSequenceTypeInfo, GetMapKeyType, GetMapValueType, GetSequenceElementType, ReleaseMapTypeInfo,
        ReleaseSequenceTypeInfo;
    internal readonly delegate* unmanaged<nint, nint, byte**, nint> SessionEndProfiling;
    internal readonly delegate* unmanaged<nint, nint*, nint> SessionGetModelMetadata;
    internal readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetProducerName;
    internal readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetGraphName;
    internal readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetDomain;
    internal readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetDescription;
    internal readonly delegate* unmanaged<nint, nint, byte*, byte**, nint> ModelMetadataLookupCustomMetadataMap;
    internal readonly delegate* unmanaged<nint, long*, nint> ModelMetadataGetVersion;
    internal readonly delegate* unmanaged<nint, void> ReleaseModelMetadata;
    internal readonly nint CreateEnvWithGlobalThreadPools, DisablePerSessionThreads, CreateThreadingOptions,
        ReleaseThreadingOptions;
    internal readonly delegate* unmanaged<nint, nint, byte***, long*, nint> ModelMetadataGetCustomMetadataMapKeys;
    internal readonly nint AddFreeDimensionOverrideByName;
    internal readonly delegate* unmanaged<byte***, int*, nint> GetAvailableProviders;
    internal readonly delegate* unmanaged<byte**, int, nint> ReleaseAvailableProviders;
    internal readonly nint GetStringTensorElementLength, GetStringTensorElement, FillStringTensorElement;
    internal readonly delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry;
    internal readonly nint CreateAllocator, ReleaseAllocator;
    internal readonly delegate* unmanaged<nint, nint, nint, nint> RunWithBinding;
    internal readonly delegate* unmanaged<nint, nint*, nint> CreateIoBinding;
    internal readonly delegate* unmanaged<nint, void> ReleaseIoBinding;
    internal readonly delegate* unmanaged<nint, byte*, nint, nint> BindInput;
    internal readonly delegate* unmanaged<nint, byte*, nint, nint> BindOutput;
    internal readonly delegate* unmanaged<nint, byte*, nint, nint> BindOutputToDevice;
    internal readonly nint GetBoundOutputNames;
    internal readonly delegate* unmanaged<nint, nint, nint**, nuint*, nint> GetBoundOutputValues;
    internal readonly nint ClearBoundInputs, ClearBoundOutputs, TensorAt, CreateAndRegisterAllocator,
        SetLanguageProjection, SessionGetProfilingStartTimeNs, SetGlobalIntraOpNumThreads,
        SetGlobalInterOpNumThreads, SetGlobalSpinControl, AddInitializer,
        CreateEnvWithCustomLoggerAndGlobalThreadPools, SessionOptionsAppendExecutionProvider_CUDA,
        SessionOptionsAppendExecutionProvider_ROCM, SessionOptionsAppendExecutionProvider_OpenVINO,
        SetGlobalDenormalAsZero, CreateArenaCfg, ReleaseArenaCfg, ModelMetadataGetGraphDescription,
        SessionOptionsAppendExecutionProvider_TensorRT, SetCurrentGpuDeviceId, GetCurrentGpuDeviceId,
        KernelInfoGetAttributeArray_float, KernelInfoGetAttributeArray_int64, CreateArenaCfgV2;
    internal readonly delegate* unmanaged<nint, byte*, byte*, nint> AddRunConfigEntry;
    internal readonly nint CreatePrepackedWeightsContainer, ReleasePrepackedWeightsContainer,
        CreateSessionWithPrepackedWeightsContainer, CreateSessionFromArrayWithPrepackedWeightsContainer;
    internal readonly delegate* unmanaged<nint, nint, nint> SessionOptionsAppendExecutionProvider_TensorRT_V2;
    internal readonly delegate* unmanaged<nint*, nint> CreateTensorRTProviderOptions;
    internal readonly delegate* unmanaged<nint, byte**, byte**, nuint, nint> UpdateTensorRTProviderOptions;
    internal readonly nint GetTensorRTProviderOptionsAsString;
    internal readonly delegate* unmanaged<nint, void> ReleaseTensorRTProviderOptions;
    internal readonly nint EnableOrtCustomOps, RegisterAllocator, UnregisterAllocator, IsSparseTensor,
        CreateSparseTensorAsOrtValue, FillSparseTensorCoo, FillSparseTensorCsr, FillSparseTensorBlockSparse,
        CreateSparseTensorWithValuesAsOrtValue, UseCooIndices, UseCsrIndices, UseBlockSparseIndices,
        GetSparseTensorFormat, GetSparseTensorValuesTypeAndShape, GetSparseTensorValues,
        GetSparseTensorIndicesTypeShape, GetSparseTensorIndices, HasValue, KernelContext_GetGPUComputeStream,
        GetTensorMemoryInfo, GetExecutionProviderApi, SessionOptionsSetCustomCreateThreadFn,
        SessionOptionsSetCustomThreadCreationOptions, SessionOptionsSetCustomJoinThreadFn,
        SetGlobalCustomCreateThreadFn, SetGlobalCustomThreadCreationOptions, SetGlobalCustomJoinThreadFn;
    internal readonly delegate* unmanaged<nint, nint> SynchronizeBoundInputs;
    internal readonly delegate* unmanaged<nint, nint> SynchronizeBoundOutputs;
    internal readonly delegate* unmanaged<nint, nint, nint> SessionOptionsAppendExecutionProvider_CUDA_V2;
    internal readonly delegate* unmanaged<nint*, nint> CreateCUDAProviderOptions;
    internal readonly delegate* unmanaged<nint, byte**, byte**, nuint, nint> UpdateCUDAProviderOptions;
    internal readonly nint GetCUDAProviderOptionsAsString;
    internal readonly delegate* unmanaged<nint, void> ReleaseCUDAProviderOptions;
    internal readonly nint SessionOptionsAppendExecutionProvider_MIGraphX, AddExternalInitializers, CreateOpAttr,
        ReleaseOpAttr, CreateOp, InvokeOp, ReleaseOp;
    internal readonly delegate* unmanaged<nint, byte*, byte**, byte**, nuint, nint>
        SessionOptionsAppendExecutionProvider;
    internal readonly nint CopyKernelInfo, ReleaseKernelInfo, GetTrainingApi,
        SessionOptionsAppendExecutionProvider_CANN, CreateCANNProviderOptions, UpdateCANNProviderOptions,
        GetCANNProviderOptionsAsString, ReleaseCANNProviderOptions, MemoryInfoGetDeviceType;
    internal readonly delegate* unmanaged<nint, OrtLogLevel, nint> UpdateEnvWithCustomLogLevel;
    internal readonly nint SetGlobalIntraOpThreadAffinity, RegisterCustomOpsLibrary_V2,
        RegisterCustomOpsUsingFunction, KernelInfo_GetInputCount, KernelInfo_GetOutputCount, KernelInfo_GetInputName,
        KernelInfo_GetOutputName, KernelInfo_GetInputTypeInfo, KernelInfo_GetOutputTypeInfo,
        KernelInfoGetAttribute_tensor, HasSessionConfigEntry, GetSessionConfigEntry,
        SessionOptionsAppendExecutionProvider_Dnnl, CreateDnnlProviderOptions, UpdateDnnlProviderOptions,
        GetDnnlProviderOptionsAsString, ReleaseDnnlProviderOptions, KernelInfo_GetNodeName, KernelInfo_GetLogger,
        KernelContext_GetLogger, Logger_LogMessage, Logger_GetLoggingSeverityLevel,
        KernelInfoGetConstantInput_tensor, CastTypeInfoToOptionalTypeInfo, GetOptionalContainedTypeInfo,
        GetResizedStringTensorElementBuffer, KernelContext_GetAllocator, GetBuildInfoString,
        CreateROCMProviderOptions, UpdateROCMProviderOptions, GetROCMProviderOptionsAsString,
        ReleaseROCMProviderOptions, CreateAndRegisterAllocatorV2, RunAsync;
    internal readonly delegate* unmanaged<nint, byte*, nint, nint> UpdateTensorRTProviderOptionsWithValue;
    internal readonly nint GetTensorRTProviderOptionsByName;
    internal readonly delegate* unmanaged<nint, byte*, nint, nint> UpdateCUDAProviderOptionsWithValue;
    internal readonly nint GetCUDAProviderOptionsByName, KernelContext_GetResource, SetUserLoggingFunction, ShapeInferContext_GetInputCount,
        ShapeInferContext_GetInputTypeShape, ShapeInferContext_GetAttribute, ShapeInferContext_SetOutputTypeShape,
        SetSymbolicDimensions, ReadOpAttr, SetDeterministicCompute, KernelContext_ParallelFor,
        SessionOptionsAppendExecutionProvider_OpenVINO_V2, SessionOptionsAppendExecutionProvider_VitisAI,
        KernelContext_GetScratchBuffer, KernelInfoGetAllocator, AddExternalInitializersFromFilesInMemory,
        CreateLoraAdapter, CreateLoraAdapterFromArray, ReleaseLoraAdapter, RunOptionsAddActiveLoraAdapter,
        SetEpDynamicOptions, ReleaseValueInfo, ReleaseNode, ReleaseGraph, ReleaseModel, GetValueInfoName,
        GetValueInfoTypeInfo, GetModelEditorApi, CreateTensorWithDataAndDeleterAsOrtValue;
    internal readonly delegate* unmanaged<nint, byte, nint> SessionOptionsSetLoadCancellationFlag;
}
