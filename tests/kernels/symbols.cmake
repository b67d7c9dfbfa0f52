# Holds what kernels.inl promises: whatever an object of one instruction set defines for the linker to see is its own
# table getter, or lies in its own copy of Eigen. Anything else (an inline function or template of the standard library,
# say) could be kept by the linker in place of the copy of another object, and then run on a CPU that lacks the
# instructions.
#
# Run as cmake -DNM=nm -Dbaseline=a.o -Davx2=b.o -Davx512=c.o -P symbols.cmake

foreach(isa IN ITEMS baseline avx2 avx512)
  execute_process(
    COMMAND ${NM} --demangle --defined-only --extern-only ${${isa}}
    OUTPUT_VARIABLE output
    COMMAND_ERROR_IS_FATAL ANY)
  if(NOT output MATCHES "godwit::core::kernels_${isa}::Table\\(\\)")
    message(SEND_ERROR "${${isa}} does not define kernels_${isa}::Table()")
  endif()
  string(REPLACE ";" "," output "${output}")
  string(REGEX MATCHALL "[^\n]+" symbols "${output}")
  foreach(symbol IN LISTS symbols)
    # The name behind address and kind. A pointer to the unwinder's function and the descriptions that sanitizers add
    # (types of functions, __odr_asan) are data, the same in every object.
    string(REGEX REPLACE "^[0-9a-f]* *[A-Za-z] " "" name "${symbol}")
    if(name MATCHES "^(DW\\.ref\\.__gxx_personality_v0|typeinfo |__odr_asan)")
      continue()
    endif()
    # The name of a template begins with its result type, so that Eigen's namespace may come later.
    if(NOT name MATCHES "^godwit::core::kernels_${isa}::" AND NOT name MATCHES "Eigen_${isa}::")
      message(SEND_ERROR "${${isa}} defines ${name}, which is not of ${isa} alone")
    endif()
  endforeach()
endforeach()
