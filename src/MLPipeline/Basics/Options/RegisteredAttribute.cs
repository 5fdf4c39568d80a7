using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace MLPipeline.Basics;

/// <summary>
/// A property that names an item of a registry. Who checks it asks the registry at that time, so that what is registered later
/// is allowed too.
/// </summary>
/// <param name="kind"><see cref="Registry{T}.Kind"/>: options lie below most of the things that they name, so they know the kind alone.</param>
/// <param name="also">Further names: <c>auto</c>, and parts that a build may lack, which are told of when they are needed.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RegisteredAttribute(string kind, params string[] also) : ValidationAttribute
{
    // Every registry of this assembly is the static property All of the class that holds it.
    private static readonly Lazy<Dictionary<string, INames>> Registries = new(() => typeof(INames).Assembly.GetTypes()
        .Select(t => t.GetProperty("All", BindingFlags.Public | BindingFlags.Static))
        .Where(p => p is not null && p.PropertyType.IsAssignableTo(typeof(INames)))
        .Select(p => (INames)p!.GetValue(null)!)
        .ToDictionary(r => r.Kind, StringComparer.Ordinal));

    /// <summary>The names that are allowed now.</summary>
    public IReadOnlyList<string> Allowed => [.. also.Union(Registries.Value[kind].Names)];

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value switch
    {
        null => true,
        string name => Allowed.Contains(name),
        _ => false,
    };
}
