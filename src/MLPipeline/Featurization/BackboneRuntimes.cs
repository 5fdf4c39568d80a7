namespace MLPipeline.Featurization;

/// <summary>The runtimes that are built in.</summary>
public static class BackboneRuntimes
{
    private static readonly List<IBackboneRuntime> Registered = [new OnnxBackboneRuntime()];

    /// <summary>All runtimes, the preferred one for <c>auto</c> first.</summary>
    public static IReadOnlyList<IBackboneRuntime> All => Registered;

    /// <summary>Adds a runtime of an optional package.</summary>
    public static void Register(IBackboneRuntime runtime)
    {
        if (Registered.All(r => r.Name != runtime.Name))
        {
            Registered.Add(runtime);
        }
    }

    /// <summary>The runtime of that name; <c>auto</c> is the first that has the backbone's file.</summary>
    /// <exception cref="ArgumentException">It is not built in.</exception>
    public static IBackboneRuntime Find(string name) =>
        name == "auto"
            ? Registered[0]
            : Registered.FirstOrDefault(r => r.Name == name) ?? throw new ArgumentException(
                $"The runtime '{name}' is not built into this command; built in: {string.Join(", ", Registered.Select(r => r.Name))}. " +
                "'mlpipeline doctor' says why.");
}
