namespace Sluice.Tests.Inference.Device;

/// <summary>Tests of pictures on a device run one after another: what is copied is counted for the whole process.</summary>
[CollectionDefinition(nameof(DeviceTrafficCollection))]
public sealed class DeviceTrafficCollection;
